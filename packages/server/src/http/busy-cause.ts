import { type HttpStatusError, ModelfleetError } from "@modelfleet/core";

/**
 * The 429 of the last instance that was asked, where all that were tried failed: it is worth coming back then, and the
 * answer says when.
 */
export function busyCause(error: unknown): HttpStatusError | undefined {
  if (!ModelfleetError.isInstance(error, "no_healthy_instance")) return undefined;
  const { cause } = error;
  const busy = ModelfleetError.isInstance(cause, "http_status") && (cause as HttpStatusError).status === 429;
  return busy ? (cause as HttpStatusError) : undefined;
}
