import { HttpStatusError } from "@modelfleet/core";
import { ApiRefusal } from "../callers/api-refusal.ts";

/**
 * When a caller that was refused is told to come again, in milliseconds. Undefined for an error that is not the refusal
 * that its way promises: status 429 and a time, of the API in OpenAI's form.
 */
export function toldToWait(error: unknown): number | undefined {
  if (error instanceof HttpStatusError) return error.status === 429 ? error.retryAfterMs : undefined;
  if (!(error instanceof ApiRefusal) || error.status !== 429 || !/^\d+$/.test(error.retryAfter)) return undefined;
  const { error: said } = JSON.parse(error.body) as { error?: Record<string, unknown> };
  const fits =
    said?.type === "rate_limit_error" && said.code === "rate_limit_exceeded" && typeof said.message === "string";
  return fits ? Number(error.retryAfter) * 1_000 : undefined;
}
