import { parseJson } from "../http/parse-json.ts";
import { readJsonText } from "../http/read-json-text.ts";
import { noteModel } from "../http/request-notes.ts";
import type { ApiCall } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { unknownModel } from "./to-api-error.ts";

/**
 * The JSON body of a request, an object. A model that its key does not open is not there.
 *
 * @throws BodyRefused, ApiError 400 or 404
 */
export async function readJson({ request, context, holder }: ApiCall): Promise<Record<string, unknown>> {
  const text = await readJsonText(request, context.maxBodyBytes);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new ApiError(400, "The body is not valid JSON, or is nested too deep.", { code: "invalid_json" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiError(400, "The body must be a JSON object.", { code: "invalid_json" });
  }
  const body = value as Record<string, unknown>;
  noteModel(request, body.model);
  if (typeof body.model === "string" && holder?.mayUse(body.model) === false) {
    throw unknownModel(body.model, holder.models ?? []);
  }
  return body;
}
