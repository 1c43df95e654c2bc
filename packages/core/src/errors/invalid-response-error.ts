import { ModelfleetError } from "./modelfleet-error.ts";

/** An answer, or a frame of a stream, is not JSON or not of the shape that the wire prescribes. */
export class InvalidResponseError extends ModelfleetError {
  override readonly name = "InvalidResponseError";

  constructor(message: string, options?: ErrorOptions) {
    super("invalid_response", message, options);
  }
}
