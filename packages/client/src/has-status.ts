import { type HttpStatusError, ModelfleetError } from "@modelfleet/core";

/** Whether a request failed because it was answered with this status. */
export function hasStatus(error: unknown, status: number): boolean {
  return ModelfleetError.isInstance(error, "http_status") && (error as HttpStatusError).status === status;
}
