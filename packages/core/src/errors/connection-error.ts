import { ModelfleetError } from "./modelfleet-error.ts";

/** No connection could be made, or it broke. */
export class ConnectionError extends ModelfleetError {
  override readonly name = "ConnectionError";

  /**
   * How often the request may have reached the server: 0 where no connection came about, 2 where it was sent again
   * after a kept connection had broken. 1 by default.
   */
  readonly sent: number;

  constructor(message: string, options?: ErrorOptions & { sent?: number | undefined }) {
    super("connection_failed", message, options);
    this.sent = options?.sent ?? 1;
  }
}
