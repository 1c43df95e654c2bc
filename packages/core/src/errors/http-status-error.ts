import { ModelfleetError } from "./modelfleet-error.ts";

/** The server answered with a status that is not 2xx. */
export class HttpStatusError extends ModelfleetError {
  override readonly name = "HttpStatusError";
  readonly status: number;
  /** What the `Retry-After` header asks for, in milliseconds, where it was sent. */
  readonly retryAfterMs: number | undefined;
  /** 0 where a gateway says that the request has reached no worker. */
  readonly sent: number | undefined;

  constructor(
    message: string,
    details: { status: number; retryAfterMs?: number | undefined; sent?: number | undefined },
    options?: ErrorOptions,
  ) {
    super("http_status", message, options);
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.sent = details.sent;
  }
}
