import type { Stage } from "./processes.ts";
import type { ReaderName } from "./readers.ts";

/** The most that the event loop's 99th percentile may lag, in milliseconds. */
const maxLagMs = 50;
/** Streams that fall behind are not held, however short the event loop's turns are. */
const leastKept = 0.98;
/** A client whose event loop has more time to itself than this was not what failed. */
const leastBusy = 0.85;

export interface Capacity {
  streams: number;
  /** Whether it was the server, or the machine, that could do no more. */
  serverLimited: boolean;
}

export interface SearchOptions {
  /** Where to begin. */
  streams: number;
  /** Each trial has so many times the streams of the one before. */
  step: number;
  /** Of each trial. */
  seconds: number;
}

/** The most streams whose pace one client process keeps: up, or down, in steps until it does not, or does. */
export async function findCapacity(
  stage: Stage,
  name: ReaderName,
  { streams, step, seconds }: SearchOptions,
): Promise<Capacity> {
  let best = 0;
  let failed = Number.POSITIVE_INFINITY;
  let serverLimited = false;
  for (let next = Math.max(1, Math.round(streams)); next > best && next < failed; ) {
    const { lagMs, kept, busy } = await stage.pace(name, { kind: "plain text", streams: next, seconds });
    if (lagMs < maxLagMs && kept >= leastKept) {
      best = next;
      next = Math.ceil(next * step);
    } else {
      failed = next;
      serverLimited = busy < leastBusy;
      next = Math.floor(next / step);
    }
  }
  return { streams: best, serverLimited };
}
