import { ModelfleetError } from "./modelfleet-error.ts";

/** No connection could be made, or it broke. */
export class ConnectionError extends ModelfleetError {
  override readonly name = "ConnectionError";

  constructor(message: string, options?: ErrorOptions) {
    super("connection_failed", message, options);
  }
}
