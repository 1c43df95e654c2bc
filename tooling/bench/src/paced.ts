import { type Capacity, findCapacity } from "./end-to-end/capacity.ts";
import { Stage } from "./end-to-end/processes.ts";
import type { ReaderName } from "./end-to-end/readers.ts";
import type { MeasureOptions, Row, Target } from "./row.ts";
import { median, ratios, spreadOf } from "./statistics.ts";

/** Streams at which CPU time is compared: few enough for the literal way. */
const comparedAt = 60;

/** No search begins later than this, in milliseconds: a busy machine makes for many trials. */
const searchMs = 90_000;

type Contender = Extract<ReaderName, "ours" | "literal">;
type Samples<T> = Record<Contender, T[]>;

/** How many streams of 100 tokens a second a client process holds, and what one of them costs it. */
export async function paced({ quick }: MeasureOptions): Promise<Row[]> {
  const stage = await Stage.open();
  try {
    const cpu = await measureCpu(stage, quick ? 1 : 5);
    const held = await searchCapacity(stage, cpu, quick);
    const target: Target = { least: 2 };
    const capacity = capacityRow(held);
    const limited = (name: Contender): boolean => held[name].some(({ serverLimited }) => serverLimited);
    // Ours "or more" makes the ratio a lower bound, which can show the target met, though not missed. Where the machine
    // could not offer enough streams to tell, what holds them is told by what one costs.
    const tells = !limited("literal") && (!limited("ours") || capacity.ratio >= target.least);
    return tells ? [{ ...capacity, target }, cpuRow(cpu)] : [capacity, cpuRow(cpu, target)];
  } finally {
    stage.close();
  }
}

async function inTurns<T>(rounds: number, measure: (name: Contender, before: T[]) => Promise<T>): Promise<Samples<T>> {
  const samples: Samples<T> = { ours: [], literal: [] };
  const started = performance.now();
  for (let round = 0; round < rounds && performance.now() - started < searchMs; round++) {
    for (const name of ["ours", "literal"] as const) samples[name].push(await measure(name, samples[name]));
  }
  return samples;
}

function measureCpu(stage: Stage, rounds: number): Promise<Samples<number>> {
  const task = { kind: "plain text", streams: comparedAt, seconds: 2 } as const;
  return inTurns(rounds, async (name) => (await stage.pace(name, task)).cpuMs);
}

function searchCapacity(stage: Stage, cpu: Samples<number>, quick: boolean): Promise<Samples<Capacity>> {
  const trials = quick ? { step: 1.25, seconds: 2 } : { step: 1.1, seconds: 3 };
  return inTurns<Capacity>(quick ? 1 : 3, (name, [first]) => {
    // Somewhat below the number at which a core should be full.
    const streams = first?.streams ?? (0.9 * 1000) / median(cpu[name]);
    return findCapacity(stage, name, { ...trials, streams });
  });
}

function capacityRow(found: Samples<Capacity>): Row {
  const streamsOf = (name: Contender): number[] => found[name].map(({ streams }) => streams);
  const show = (name: Contender): string =>
    `${median(streamsOf(name))}${found[name].some(({ serverLimited }) => serverLimited) ? " or more" : ""}`;
  const all = ratios(streamsOf("ours"), streamsOf("literal"));
  return {
    what: "streams of 100 tokens/s held by one process, p99 event-loop lag < 50 ms",
    ours: show("ours"),
    comparedWith: `literal: ${show("literal")}`,
    ratio: median(all),
    spread: spreadOf(all),
    unit: "x",
  };
}

function cpuRow({ ours, literal }: Samples<number>, target?: Target): Row {
  const all = ratios(literal, ours);
  return {
    what: `CPU of one second of such a stream, ${comparedAt} at once, times less`,
    ours: `${median(ours).toFixed(1)} ms`,
    comparedWith: `literal: ${median(literal).toFixed(1)} ms`,
    ratio: median(all),
    spread: spreadOf(all),
    unit: "x",
    target,
  };
}
