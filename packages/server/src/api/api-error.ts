import { jsonAnswer } from "../http/json-answer.ts";

/** The `type` of OpenAI's errors that we use. */
type ApiErrorType = "invalid_request_error" | "rate_limit_error" | "server_error";

export interface ApiErrorDetails {
  type?: ApiErrorType | undefined;
  code?: string | undefined;
  /** The parameter at fault, such as `messages[0].role`. */
  param?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** An error as OpenAI's clients understand it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly type: ApiErrorType;
  readonly code: string | null;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: ApiErrorDetails = {}) {
    super(message);
    this.status = status;
    this.type = details.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.code = details.code ?? null;
    this.param = details.param ?? null;
    this.headers = details.headers ?? {};
  }

  /** The body of the answer, and of the event that ends a stream. */
  toJSON(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }

  toResponse(): Response {
    return jsonAnswer(this, this.status, this.headers);
  }
}

export function invalidParameter(param: string | undefined, message: string, code?: string): ApiError {
  return new ApiError(400, message, { param, code });
}
