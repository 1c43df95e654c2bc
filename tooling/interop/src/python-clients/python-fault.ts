import { expect } from "vitest";
import { type UpstreamFault, withoutPorts } from "../check.ts";
import { PythonError } from "./python-client.ts";

/** Passes as an upstream fault if upstream's client fails just so: a change of either side shows. */
export async function pythonFaultOf(
  call: Promise<unknown>,
  code: string,
  message: string | RegExp,
): Promise<UpstreamFault> {
  const error = await call.then(
    () => new Error("Upstream works where it was known not to: change the check."),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PythonError)) throw error;
  const fault = { code: error.type, message: withoutPorts(error.message) };
  expect(fault).toEqual({ code, message: typeof message === "string" ? message : expect.stringMatching(message) });
  return fault;
}

/**
 * The class of 0.7.0 keeps the parts of an answer as the dicts that arrived, and then finds no text in them: neither in
 * thinking alone nor in the array of thinking and text, nor in anything that a worker of its own version sends.
 */
export async function contentFault(
  version: string,
  call: Promise<unknown>,
  form: "object" | "array" = "object",
): Promise<UpstreamFault | undefined> {
  if (version !== "0.7.0") return undefined;
  return form === "object"
    ? pythonFaultOf(call, "ValueError", "The content is not text")
    : pythonFaultOf(call, "AttributeError", "'dict' object has no attribute 'type'");
}
