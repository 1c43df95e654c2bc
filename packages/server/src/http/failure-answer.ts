import {
  type ConnectionError,
  type HttpStatusError,
  ModelfleetError,
  type ModelfleetErrorCode,
  sentHeader,
} from "@modelfleet/core";
import { StateNotSaved } from "../manager/state-not-saved.ts";
import { detailAnswer } from "./json-answer.ts";
import { BodyRefused } from "./read-json-text.ts";
import { retryAfter } from "./retry-after.ts";
import { busyCause, statusError } from "./status-error.ts";
import { UnprocessableRequest } from "./unprocessable.ts";

/** What a failure on this side of the wire, or on the one behind it, looks like to who asked. */
const statuses: Partial<Record<ModelfleetErrorCode, number>> = {
  invalid_input: 400,
  model_not_found: 404,
  no_healthy_instance: 503,
  controller_unavailable: 503,
  connection_failed: 502,
  timeout: 504,
};

/** Another one may be tried in its place: what no worker has taken cannot be what breaks them. */
export function unreachedAnswer({ message }: ModelfleetError): Response {
  return detailAnswer(message, 502, { [sentHeader]: "0" });
}

/** The answer to a request that failed, where the failure is no answer of the model's own. */
export function failureAnswer(error: unknown, status?: number): Response {
  if (error instanceof UnprocessableRequest) return error.toResponse();
  // What is left of the body would be taken for the next request.
  if (error instanceof BodyRefused) return detailAnswer(error.message, error.status, { connection: "close" });
  const refusal = busyCause(error) ?? statusError(error);
  if (refusal) return statusAnswer(refusal);
  if (ModelfleetError.isInstance(error)) {
    const unreached = error.code === "connection_failed" && (error as ConnectionError).sent === 0;
    return unreached ? unreachedAnswer(error) : detailAnswer(error.message, status ?? statuses[error.code] ?? 500);
  }
  if (error instanceof StateNotSaved) return detailAnswer(error.message, status ?? 500);
  // What an engine or a hook throws may hold anything.
  return detailAnswer("Internal Server Error", status ?? 500);
}

/** A worker's own refusal goes through a gateway as it is, with the time that it asks for. */
function statusAnswer(error: HttpStatusError): Response {
  const { retryAfterMs } = error;
  // Credentials are between the two servers: a 401 would have the caller change its own.
  const own = error.status === 401 || error.status === 403 || error.status < 400 || error.status > 599;
  return detailAnswer(error.message, own ? 502 : error.status, retryAfter(retryAfterMs));
}
