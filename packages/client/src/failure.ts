import {
  type ConnectionError,
  type HttpStatusError,
  ModelfleetError,
  NoHealthyInstanceError,
  type TimeoutError,
} from "@modelfleet/core";

/** What a failed attempt says about the instance and about trying another one. */
export interface Failure {
  /** Whether other instances are worth a try: none, one more, or any number. */
  next: "none" | "once" | "any";
  /** Whether the instance could be reached at all. */
  reachable: boolean;
  /** Whether the registry's answer looks out of date. */
  stale: boolean;
}

/**
 * - The instance cannot be reached, by us or by the gateway or proxy before it (502), or says that it does not run the
 *   model: any other one may be tried.
 * - It took the request and broke the connection, answered 429 or 5xx, or stayed silent: one other may be tried, since
 *   the request itself may be what breaks workers. A request that a kept connection broke under was sent again
 *   already, and that was the other try.
 * - Everything else is an answer.
 */
export function classifyFailure(error: unknown): Failure {
  const status = (error as HttpStatusError).status;
  if (ModelfleetError.isInstance(error, "connection_failed")) {
    const { sent } = error as ConnectionError;
    return { next: sent === 0 ? "any" : sent > 1 ? "none" : "once", reachable: false, stale: true };
  }
  if (status === 502) return { next: "any", reachable: false, stale: true };
  if (ModelfleetError.isInstance(error, "timeout")) {
    const connected = (error as TimeoutError).phase !== "connect";
    return { next: connected ? "once" : "any", reachable: false, stale: true };
  }
  if (error instanceof NoHealthyInstanceError) return { next: "any", reachable: true, stale: true };
  if (status === 429 || status >= 500) {
    return { next: "once", reachable: true, stale: false };
  }
  return { next: "none", reachable: true, stale: false };
}

/**
 * A worker process that no longer runs the model answers so in a frame, with status 200 and an `error_code`. The
 * misspelling is upstream's.
 *
 * Source: `LocalWorkerManager._simple_select` in DB-GPT's `model/cluster/worker/manager.py`.
 */
export function saysNotRunning(output: { errorCode: number; text: string }): boolean {
  return output.errorCode !== 0 && /not found worker instances/i.test(output.text);
}
