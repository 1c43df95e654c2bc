import { ApiError } from "./api-error.ts";
import { rateLimited } from "./rate-limited.ts";
import { withoutAskedAddresses } from "./without-addresses.ts";

/** What upstream's workers begin every such message with; it says nothing. */
const prefix = /^\*\*LLMServer Generate Error, Please CheckErrorInfo\.\*\*: /;

/** How engines say that a conversation is too long: most have a text for it and no code. */
const overflow =
  /maximum context|(?:context|n_ctx)\b[^.]{0,60}\bexceed|exceed\w*\b[^.]{0,60}\b(?:context|n_ctx)|but the context is|longer than the model's context/i;

const maxLength = 2_000;

/**
 * A failed generation, in the worker's words. Most workers say no more than error 1 and a text. Numbers that mean
 * more are the status of whoever refused the request, which our engines pass on, and those of `ErrorCode` in DB-GPT's
 * `core/schema/api.py`.
 */
export function generationFailed({ errorCode, text }: { errorCode: number; text: string }): ApiError {
  const said = withoutAskedAddresses(text.replace(prefix, "").slice(0, maxLength));
  const message = said || `The model reported error ${errorCode}.`;
  if (errorCode === 40303 || overflow.test(said)) {
    return new ApiError(400, message, { code: "context_length_exceeded", param: "messages" });
  }
  if (errorCode === 429 || (errorCode >= 42900 && errorCode < 43000)) return rateLimited(undefined, message);
  if (errorCode === 400 || errorCode === 413 || errorCode === 422) {
    return new ApiError(400, message, { code: "refused_by_worker" });
  }
  // The key, or the name, that the worker itself has for its upstream.
  if (errorCode >= 401 && errorCode < 500) return new ApiError(502, message, { code: "upstream_error" });
  return new ApiError(500, message, { code: "generation_failed" });
}
