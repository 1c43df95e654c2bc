import { request } from "undici";
import { urlOf } from "./steady-cluster.ts";

/** What a worker says of itself at `/metrics`, all of its models together. */
export interface WorkerFigures {
  /** Requests that ended, by outcome. */
  ended: Readonly<Record<string, number>>;
  running: number;
  waiting: number;
  outputTokens: number;
}

export async function workerFigures(worker: { port: number }): Promise<WorkerFigures> {
  const { statusCode, body } = await request(`${urlOf(worker)}/metrics`);
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`/metrics answered ${statusCode}: ${text}`);
  const ended: Record<string, number> = {};
  const sums = { requests_in_flight: 0, requests_waiting: 0, output_tokens_total: 0 };
  for (const line of text.split("\n")) {
    const [, name = "", labels = "", value = ""] = /^modelfleet_worker_(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
    if (name in sums) sums[name as keyof typeof sums] += Number(value);
    const outcome = name === "requests_total" ? /outcome="(\w+)"/.exec(labels)?.[1] : undefined;
    if (outcome) ended[outcome] = (ended[outcome] ?? 0) + Number(value);
  }
  const { requests_in_flight: running, requests_waiting: waiting, output_tokens_total: outputTokens } = sums;
  return { ended, running, waiting, outputTokens };
}

/** Of several workers together. */
export async function figuresOf(workers: readonly { port: number }[]): Promise<WorkerFigures> {
  const ended: Record<string, number> = {};
  const sum = { running: 0, waiting: 0, outputTokens: 0 };
  for (const figures of await Promise.all(workers.map(workerFigures))) {
    for (const [outcome, count] of Object.entries(figures.ended)) ended[outcome] = (ended[outcome] ?? 0) + count;
    for (const key of ["running", "waiting", "outputTokens"] as const) sum[key] += figures[key];
  }
  return { ended, ...sum };
}
