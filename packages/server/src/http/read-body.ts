import * as v from "valibot";
import { parseJson } from "./parse-json.ts";
import { readJsonText } from "./read-json-text.ts";
import { faultsOf, missing, UnprocessableRequest } from "./unprocessable.ts";

/** In characters; of longer bodies only the first fault is told. */
const maxTextOfFaults = 64 * 1024;

/**
 * The body of a request by its schema.
 *
 * @throws BodyRefused, UnprocessableRequest
 */
export async function readBody<T>(request: Request, schema: v.GenericSchema<unknown, T>, maxBytes: number): Promise<T> {
  const text = await readJsonText(request, maxBytes);
  if (text === "") throw new UnprocessableRequest([missing("body")]);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new UnprocessableRequest([{ type: "json_invalid", loc: ["body"], msg: "JSON decode error" }]);
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  // All faults at once help a person; a large body may have millions, more than there is memory for.
  const { issues = result.issues } = text.length > maxTextOfFaults ? result : v.safeParse(schema, value);
  throw new UnprocessableRequest(faultsOf(issues, "body"));
}
