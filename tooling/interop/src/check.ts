import { ModelfleetError, type ModelfleetErrorCode } from "@modelfleet/client";
import { expect } from "vitest";
import type { Cluster } from "./cluster.ts";
import type { Upstream } from "./upstream.ts";

/** What upstream itself cannot do, and the error that the client gives for it. */
export interface UpstreamFault {
  /** The code of our error, or the name of Python's exception. */
  code: string;
  message: string;
}

/** One row of the table, about a cluster of that kind. */
export interface Check<C = Cluster> {
  row: string;
  /** What the version has; by default every version has it. */
  where?: (upstream: Upstream) => boolean;
  /** Passes, or fails as upstream is known to fail. */
  run(cluster: C): Promise<UpstreamFault | undefined>;
}

export interface Section<C = Cluster> {
  title: string;
  checks: readonly Check<C>[];
}

/** The error with which a call rejects; a call that succeeds fails the check. */
export async function errorOf(call: PromiseLike<unknown>): Promise<ModelfleetError> {
  const error: unknown = await call.then(
    (value) => new Error(`Expected an error of modelfleet, got ${JSON.stringify(value)?.slice(0, 200)}`),
    (reason: unknown) => reason,
  );
  if (!ModelfleetError.isInstance(error)) throw error;
  return error;
}

/** Ports differ from run to run. */
export const withoutPorts = (text: string): string =>
  text.replace(/127\.0\.0\.1:\d+/g, "HOST:PORT").replace(/--host 127\.0\.0\.1 --port \d+/g, "--host HOST --port PORT");

/** Passes as an upstream fault if the call fails just so: a change of either side shows. */
export async function faultOf(
  call: PromiseLike<unknown>,
  code: ModelfleetErrorCode,
  message: string,
): Promise<UpstreamFault> {
  return asFault(await errorOf(call), code, message);
}

export function asFault(error: unknown, code: ModelfleetErrorCode, message: string): UpstreamFault {
  if (!ModelfleetError.isInstance(error))
    throw new Error("Upstream works where it was known not to: change the check.");
  const fault = { code: error.code, message: withoutPorts(error.message) };
  expect(fault).toEqual({ code, message });
  return fault;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
