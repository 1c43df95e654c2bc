import * as v from "valibot";
import { type ApiError, invalidParameter } from "./api-error.ts";

/** `messages[0].content`, as OpenAI names what is nested. */
function paramOf(issue: v.BaseIssue<unknown>): string {
  let param = "";
  for (const { key } of issue.path ?? []) {
    param += typeof key === "number" ? `[${key}]` : param === "" ? String(key) : `.${String(key)}`;
  }
  return param;
}

/** Names the fault by its place and type. The value itself may be a prompt, and stays out. */
function describe(issue: v.BaseIssue<unknown>): ApiError {
  const param = paramOf(issue);
  if (issue.kind !== "schema" || issue.type === "custom")
    return invalidParameter(param, `'${param}' ${issue.message}.`);
  if (issue.input === undefined) {
    return invalidParameter(param, `Missing required parameter: '${param}'.`, "missing_required_parameter");
  }
  const found = issue.input === null ? "null" : Array.isArray(issue.input) ? "an array" : `a ${typeof issue.input}`;
  const expected = (issue.expected ?? issue.type).replace(/^\((.*)\)$/, "$1").toLowerCase();
  const invalid = expected.includes('"') ? "Invalid value" : "Invalid type";
  return invalidParameter(param, `${invalid} for '${param}': expected ${expected}, found ${found}.`, "invalid_value");
}

/** @throws ApiError 400 that names the first parameter at fault */
export function readParameters<T>(schema: v.GenericSchema<unknown, T>, body: Record<string, unknown>): T {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  throw describe(result.issues[0]);
}

/** One or several, as an array. */
export function oneOrMore<T>(schema: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, readonly T[]> {
  const many = v.array(schema);
  const one = v.pipe(
    schema,
    v.transform((value): readonly T[] => [value]),
  );
  // By hand and not as a union, whose faults name neither the entry nor what is wrong with it.
  return v.lazy((input): v.GenericSchema<unknown, readonly T[]> => (Array.isArray(input) ? many : one));
}
