import { readJsonText } from "../http/read-json-text.ts";
import { ApiError } from "./api-error.ts";

/**
 * The JSON body of a request, an object.
 *
 * @throws BodyRefused, ApiError 400
 */
export async function readJson(request: Request, limit: number): Promise<Record<string, unknown>> {
  const text = await readJsonText(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, "The body is not valid JSON.", { code: "invalid_json" });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ApiError(400, "The body must be a JSON object.", { code: "invalid_json" });
}
