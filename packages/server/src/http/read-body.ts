import * as v from "valibot";
import { readJsonText } from "./read-json-text.ts";
import { faultsOf, missing, UnprocessableRequest } from "./unprocessable.ts";

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
    value = JSON.parse(text);
  } catch {
    throw new UnprocessableRequest([{ type: "json_invalid", loc: ["body"], msg: "JSON decode error" }]);
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new UnprocessableRequest(faultsOf(result.issues, "body"));
}
