import type { Measured } from "../footprint.ts";

/** What one process held, sample after sample; the warm-up left out. */
export interface Footprints {
  name: string;
  samples: readonly Measured[];
}

export interface Growth {
  name: string;
  /** Of the first three samples and of the last three, each their median. In bytes. */
  heap: { first: number; last: number };
  rss: { first: number; last: number };
  /** Of the line through all samples, in bytes from one to the next. */
  heapSlope: number;
  sockets: { first: number; last: number };
  timers: { first: number; last: number };
  /** What it must not do, in words. */
  faults: readonly string[];
}

/** How far above the first a heap may end. */
const heapLimit = 1.1;
/** Of connections that are kept, one more or less is no growth. */
const spareHandles = 2;

export function growthOf({ name, samples }: Footprints): Growth {
  const compared = Math.min(3, samples.length);
  const ends = (key: keyof Measured): { first: number; last: number } => {
    const values = samples.map((sample) => sample[key]);
    return { first: median(values.slice(0, compared)), last: median(values.slice(-compared)) };
  };
  const heap = ends("heapUsed");
  const faults: string[] = [];
  if (heap.last > heap.first * heapLimit) {
    faults.push(`${name}: the heap grew by ${((heap.last / heap.first - 1) * 100).toFixed(1)} %`);
  }
  for (const kind of ["sockets", "timers", "handles"] as const) {
    if (grows(samples.map((sample) => sample[kind]))) faults.push(`${name}: ${kind} grow`);
  }
  return {
    name,
    heap,
    rss: ends("rss"),
    heapSlope: slope(samples.map(({ heapUsed }) => heapUsed)),
    sockets: ends("sockets"),
    timers: ends("timers"),
    faults,
  };
}

/** Whether the least of the last third is above the most of the first: what comes and goes does not count. */
function grows(values: readonly number[]): boolean {
  const third = Math.floor(values.length / 3);
  if (third === 0) return false;
  return Math.min(...values.slice(-third)) > Math.max(...values.slice(0, third)) + spareHandles;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Of the line with the least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [at, value] of values.entries()) {
    above += (at - middle) * (value - mean);
    below += (at - middle) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
