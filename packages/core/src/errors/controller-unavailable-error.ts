import { ModelfleetError } from "./modelfleet-error.ts";

/** None of the controllers answered. `errors` holds what each of them failed with, in the order tried. */
export class ControllerUnavailableError extends ModelfleetError {
  override readonly name = "ControllerUnavailableError";
  readonly errors: readonly unknown[];

  constructor(message: string, errors: readonly unknown[]) {
    super("controller_unavailable", message, { cause: errors[0] });
    this.errors = errors;
  }
}
