import { type ConnectionError, type HttpStatusError, ModelfleetError, type TimeoutError } from "@modelfleet/core";

/** What a failed attempt says about the instance and about trying another one. */
export interface Failure {
  /** Whether other instances are worth a try: none, one more after failures of this kind, or any number. */
  next: "none" | "one-after-loss" | "one-after-refusal" | "any";
  /** Whether a connection to the instance came about; `undefined` where the failure says nothing of that. */
  reachable: boolean | undefined;
  /** Whether the registry's answer looks out of date. */
  stale: boolean;
}

type Told = Partial<
  Pick<ConnectionError, "code" | "sent"> & Pick<HttpStatusError, "status"> & Pick<TimeoutError, "phase">
>;

/**
 * - The instance cannot be reached, by us or by a gateway of ours, or says that it does not run the model: any other one
 *   may be tried.
 * - It took the request and broke the connection, to us or to the proxy before it (502), ended its answer before the first
 *   frame, answered 5xx, or stayed silent: one other may be tried, since the request itself may be what breaks workers.
 * - It refused (429, 503): one other may be tried, since more than that would make a fleet that is full fuller.
 * - Everything else is an answer.
 *
 * Silence says that a worker is slow, not that it cannot be reached. Over `fetch`, which does not tell connecting from
 * waiting, nothing but a lost connection shows the latter.
 */
export function classifyFailure(error: unknown): Failure {
  const { code, status = 0, sent, phase }: Told = ModelfleetError.isInstance(error) ? error : {};
  if (code === "connection_failed" || status === 502 || phase === "connect") {
    const unsent = sent === 0 || phase === "connect";
    return { next: unsent ? "any" : "one-after-loss", reachable: false, stale: true };
  }
  if (code === "timeout") return { next: "one-after-loss", reachable: undefined, stale: true };
  if (code === "no_healthy_instance") return { next: "any", reachable: true, stale: true };
  const refused = status === 429 || status === 503;
  const lost = status >= 500 || code === "truncated_stream";
  return { next: refused ? "one-after-refusal" : lost ? "one-after-loss" : "none", reachable: true, stale: false };
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
