import * as v from "valibot";
import { InvalidInputError } from "./errors/invalid-input-error.ts";
import { InvalidResponseError } from "./errors/invalid-response-error.ts";

type Issues = readonly v.BaseIssue<unknown>[];

/**
 * Names the first fault by its place and the type found there. Valibot's own messages quote the value, which may
 * be a prompt, an answer or a token.
 */
function describeFault(issues: Issues): string {
  const [issue] = issues;
  if (!issue) return "not valid";
  const path = issue.path?.map((item) => item.key).join(".");
  const found = issue.input === null ? "null" : Array.isArray(issue.input) ? "an array" : typeof issue.input;
  // A check of our own speaks for itself; valibot's text for the others would quote the value.
  const standard = issue.kind === "schema" && issue.type !== "custom";
  const fault = !standard
    ? issue.message
    : issue.expected === "never"
      ? "there is no such field"
      : `expected ${issue.expected ?? issue.type}, found ${found}`;
  return path ? `${path}: ${fault}` : fault;
}

/**
 * Reads what another program sent: unknown fields pass, missing optional ones take their defaults.
 *
 * @param what names the thing in the error, such as `answer of GET http://…/api/controller/models`
 * @throws InvalidResponseError
 */
export function readResponse<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new InvalidResponseError(`${what} is not as expected: ${describeFault(result.issues)}`);
}

/**
 * Checks what our own caller passed.
 *
 * @param what names the thing in the error, such as `chat request`
 * @throws InvalidInputError
 */
export function checkInput<T>(schema: v.GenericSchema<unknown, T>, value: unknown, what: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new InvalidInputError(`${what} is not valid: ${describeFault(result.issues)}`);
}
