import { type Finding, note, ok, problem } from "./finding.ts";

/** A piece of an answer. */
export interface Arrival {
  /** From the question on. */
  atMs: number;
  /** By the worker's clock, where it says so. */
  madeAtMs: number | undefined;
}

/** What a worker must have taken over an answer for its arrival in one piece to mean something. */
const longEnoughMs = 200;

/**
 * Whether an answer came as it was made.
 *
 * @param pausedMs how long this process had no turn just before the first piece
 * @returns undefined if it was this process that let the pieces wait
 */
export function judgeArrivals(name: string, arrivals: readonly Arrival[], pausedMs: number): Finding | undefined {
  const [begun, ended] = [arrivals[0], arrivals.at(-1)];
  if (!begun || !ended || arrivals.length < 3) {
    return note(
      "streaming",
      `${name} answers in ${arrivals.length} pieces, too few to tell whether they are held back`,
    );
  }
  const arrivalMs = ended.atMs - begun.atMs;
  const told = begun.madeAtMs !== undefined && ended.madeAtMs !== undefined;
  // A worker that does not say when it made its pieces: all at once after a long wait is as telling.
  const madeMs = told ? (ended.madeAtMs as number) - (begun.madeAtMs as number) : begun.atMs;
  if (madeMs >= (told ? longEnoughMs : 5 * longEnoughMs) && arrivalMs < madeMs * 0.3) {
    if (pausedMs > madeMs * 0.5) return undefined;
    return problem(
      "streaming",
      `${name}: ${arrivals.length} pieces, ${told ? "made over" : "after"} ${Math.round(madeMs)} ms, arrive within ` +
        `${Math.round(arrivalMs)} ms: something on the way holds answers back`,
      "A proxy buffers: for nginx set proxy_buffering off and proxy_http_version 1.1, for others switch response " +
        "buffering and compression off.",
    );
  }
  return ok("streaming", `${name} streams: ${arrivals.length} pieces over ${Math.round(arrivalMs)} ms`);
}
