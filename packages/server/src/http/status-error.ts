import { type HttpStatusError, ModelfleetError } from "@modelfleet/core";

/** An error that has a status, whichever copy of core it is of. */
export function statusError(error: unknown): HttpStatusError | undefined {
  return ModelfleetError.isInstance(error, "http_status") ? (error as HttpStatusError) : undefined;
}

/**
 * The 429 of the last instance that was asked, where all that were tried failed: it is worth coming back then, and the
 * answer says when.
 */
export function busyCause(error: unknown): HttpStatusError | undefined {
  if (!ModelfleetError.isInstance(error, "no_healthy_instance")) return undefined;
  const cause = statusError(error.cause);
  return cause?.status === 429 ? cause : undefined;
}
