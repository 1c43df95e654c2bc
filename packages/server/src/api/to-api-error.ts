import { type GenerationError, type HttpStatusError, ModelfleetError, type ModelNotFoundError } from "@modelfleet/core";
import { BodyRefused } from "../http/read-json-text.ts";
import { retryAfter } from "../http/retry-after.ts";
import { busyCause } from "../http/status-error.ts";
import { ApiError, type ApiErrorDetails } from "./api-error.ts";
import { generationFailed } from "./generation-failed.ts";
import type { KeyHolder } from "./key-holder.ts";
import { rateLimited } from "./rate-limited.ts";
import { withoutAddresses } from "./without-addresses.ts";

function modelNotFound({ workerKey, knownModels }: ModelNotFoundError, holder: KeyHolder | undefined): ApiError {
  const name = workerKey.slice(0, workerKey.lastIndexOf("@"));
  const type = workerKey.slice(workerKey.lastIndexOf("@") + 1);
  const known = holder ? knownModels.filter((model) => holder.mayUse(model)) : knownModels;
  return unknownModel(name, known, type);
}

/** @param type the worker type that was looked for; any of them if left out */
export function unknownModel(name: string, known: readonly string[], type?: string): ApiError {
  const kind = type ? ` of type ${type}` : "";
  const there = known.length > 0 ? `Available${kind}: ${known.join(", ")}.` : `No model${kind} is available.`;
  return new ApiError(404, `The model '${name}' does not exist. ${there}`, { code: "model_not_found", param: "model" });
}

function fromStatus(error: HttpStatusError): ApiError {
  const message = withoutAddresses(error.message);
  switch (error.status) {
    case 429:
      return rateLimited(error.retryAfterMs);
    // What the worker says of the request, it says of our caller's.
    case 400:
    case 413:
    case 422:
      return new ApiError(400, `The worker refuses the request: ${message}`, { code: "refused_by_worker" });
    case 503:
      return new ApiError(503, message, { code: "upstream_unavailable", headers: retryAfter(error.retryAfterMs) });
    default:
      return new ApiError(502, message, { code: "upstream_error" });
  }
}

/**
 * What any failure is to a client of the API. What is not known to be fit for it stays inside.
 *
 * @param holder who is told, and of no models but theirs
 */
export function toApiError(error: unknown, holder?: KeyHolder): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof BodyRefused) {
    const code = error.status === 413 ? "request_too_large" : "unsupported_content_type";
    return new ApiError(error.status, error.message, { code, headers: { connection: "close" } });
  }
  if (!ModelfleetError.isInstance(error)) {
    return new ApiError(500, "The server failed on this request. Its log says why.", { code: "internal_error" });
  }
  const answer = (status: number, code?: string, details?: ApiErrorDetails): ApiError =>
    new ApiError(status, withoutAddresses(error.message), { code, ...details });
  switch (error.code) {
    case "invalid_input":
      return answer(400);
    case "model_not_found":
      return modelNotFound(error as ModelNotFoundError, holder);
    case "http_status":
      return fromStatus(error as HttpStatusError);
    case "no_healthy_instance": {
      const busy = busyCause(error);
      return busy ? rateLimited(busy.retryAfterMs) : answer(503, "no_healthy_instance");
    }
    case "controller_unavailable":
    case "instance_lost":
      return answer(503, error.code);
    case "timeout":
      return answer(504, "upstream_timeout");
    case "generation_failed":
      return generationFailed({ errorCode: (error as GenerationError).errorCode, text: error.message });
    default:
      return answer(502, "upstream_error");
  }
}
