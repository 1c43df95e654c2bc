import type { Stage } from "./processes.ts";
import type { ReaderName } from "./readers.ts";
import type { PacedReading } from "./tasks.ts";

/** The most that the event loop's 99th percentile may lag, in milliseconds. */
const maxLagMs = 50;
/** Streams that fall behind are not held, however short the event loop's turns are. */
const leastKept = 0.98;
/** Each trial holds so many times the streams of the one before. */
const step = 1.1;
const seconds = 3;

/** Whether a client kept its streams' pace. */
export function holds({ lagMs, kept }: PacedReading): boolean {
  return lagMs < maxLagMs && kept >= leastKept;
}

/**
 * The most streams that one client process holds: up, or down, in steps of a tenth from the number at which its core
 * should be full.
 */
export async function findCapacity(stage: Stage, name: ReaderName, estimate: number): Promise<number> {
  const trial = async (streams: number): Promise<boolean> => {
    const reading = await stage.pace(name, { kind: "plain text", streams, seconds });
    return holds(reading);
  };
  let streams = Math.max(1, Math.round(estimate));
  let held = await trial(streams);
  if (held) {
    for (;;) {
      const more = Math.ceil(streams * step);
      if (!(await trial(more))) return streams;
      streams = more;
    }
  }
  while (!held && streams > 1) {
    streams = Math.floor(streams / step);
    held = await trial(streams);
  }
  return streams;
}
