import type { Stage } from "./processes.ts";
import type { ReaderName } from "./readers.ts";
import type { PacedReading, PacedTask } from "./tasks.ts";

/** The most that the event loop's 99th percentile may lag, in milliseconds. */
const maxLagMs = 50;
/** Streams that fall behind are not held, however short the event loop's turns are. */
const leastKept = 0.98;
/** A client that had less of a core than this was not what failed. */
const leastBusy = 0.85;

/** Trials of a number of streams, where it is not the client that fails. */
const maxTrials = 2;
/** Trials of one search, so that it ends on a machine that is busy with other things. */
const maxSteps = 12;

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
  let next = Math.max(1, Math.round(streams));
  for (let steps = 0; next > best && next < failed && steps < maxSteps; steps++) {
    const trial = await fairTrial(stage, name, { kind: "plain text", streams: next, seconds });
    if (holds(trial)) {
      best = next;
      next = Math.ceil(next * step);
    } else {
      failed = next;
      serverLimited = trial.busy < leastBusy;
      next = Math.floor(next / step);
    }
  }
  return { streams: best, serverLimited };
}

function holds({ lagMs, kept }: PacedReading): boolean {
  return lagMs < maxLagMs && kept >= leastKept;
}

/** Another trial where frames fell behind while the client had time: whatever else the machine did is not counted. */
async function fairTrial(stage: Stage, name: ReaderName, task: Omit<PacedTask, "what">): Promise<PacedReading> {
  for (let trials = 1; ; trials++) {
    const reading = await stage.pace(name, task);
    if (holds(reading) || reading.busy >= leastBusy || trials === maxTrials) return reading;
  }
}
