import { ApiError } from "./api-error.ts";

/** @param message why, where a worker says it */
export function rateLimited(retryAfterMs: number | undefined, message?: string): ApiError {
  const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 1_000) / 1_000));
  return new ApiError(429, message ?? `All workers of the model are busy. Try again in ${seconds} s.`, {
    type: "rate_limit_error",
    code: "rate_limit_exceeded",
    headers: { "retry-after": String(seconds) },
  });
}
