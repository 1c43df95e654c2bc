import { ModelfleetError } from "./modelfleet-error.ts";

/** An option or argument is wrong. Nothing was sent. */
export class InvalidInputError extends ModelfleetError {
  override readonly name = "InvalidInputError";

  constructor(message: string, options?: ErrorOptions) {
    super("invalid_input", message, options);
  }
}
