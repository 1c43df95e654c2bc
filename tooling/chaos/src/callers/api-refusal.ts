/** An answer of the API that is none of 200. */
export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal";
  readonly status: number;
  /** The header as it came; empty without it. */
  readonly retryAfter: string;
  readonly body: string;

  constructor(status: number, retryAfter: string, body: string) {
    super(`${status}: ${body}`);
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }
}
