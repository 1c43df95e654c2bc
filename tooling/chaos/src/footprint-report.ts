import type { Measured } from "./footprint.ts";
import { table } from "./table.ts";

/** What a process held before everything was broken, and after. */
export interface Footprint {
  name: string;
  before: Measured;
  after: Measured;
}

/** Of the heap. */
const growthLimit = 1.1;

/** How many more of each may be left: connections that are kept come and go, one at a time. */
const spare = { sockets: 8, timers: 8, listeners: 0, signals: 16 } as const;
const kinds = Object.keys(spare) as (keyof typeof spare)[];

/** What a process has kept, in words. */
export function leaksOf(footprints: readonly Footprint[]): string[] {
  return footprints.flatMap(({ name, before, after }) => {
    const leaks = kinds
      .filter((kind) => after[kind] > before[kind] + spare[kind])
      .map((kind) => `${name} has ${after[kind]} ${kind}, and had ${before[kind]}`);
    if (after.running > 0) leaks.push(`${name} still runs ${after.running} generations`);
    if (after.heapUsed > before.heapUsed * growthLimit) {
      leaks.push(`the heap of ${name} grew from ${megabytes(before.heapUsed)} to ${megabytes(after.heapUsed)}`);
    }
    return leaks;
  });
}

export function footprintTable(footprints: readonly Footprint[]): string {
  const rows = footprints.map(({ name, before, after }) => [
    name,
    megabytes(before.heapUsed),
    `${megabytes(after.heapUsed)} (${((after.heapUsed / before.heapUsed - 1) * 100).toFixed(0)} %)`,
    ...kinds.map((kind) => `${before[kind]} > ${after[kind]}`),
  ]);
  return table(["process", "heap before", "heap after", ...kinds], rows);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
