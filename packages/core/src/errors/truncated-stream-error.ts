import { ModelfleetError } from "./modelfleet-error.ts";

/** A stream ended inside a frame: the answer so far is not the whole answer. */
export class TruncatedStreamError extends ModelfleetError {
  override readonly name = "TruncatedStreamError";

  constructor(message: string, options?: ErrorOptions) {
    super("truncated_stream", message, options);
  }
}
