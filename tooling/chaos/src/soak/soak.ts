import { setTimeout as delay } from "node:timers/promises";
import { type Measured, measureProcess } from "../footprint.ts";
import { seededRandom } from "../random.ts";
import { SteadyCluster } from "../steady-cluster.ts";
import { figuresOf, type WorkerFigures } from "../worker-figures.ts";
import { Churn } from "./churn.ts";
import { type Growth, growthOf } from "./growth.ts";
import { SteadyLoad } from "./steady-load.ts";
import { Tally } from "./tally.ts";

export interface SoakOptions {
  seed: number;
  perSecond: number;
  /** Samples that count. */
  samples: number;
  /** Samples before them, until everything is compiled and every connection kept. */
  warmUp: number;
  /** The load between two samples, in milliseconds. */
  sampleMs: number;
  /** From one model that is started and stopped to the next, in milliseconds. */
  churnMs: number;
  onSample?: ((sample: SoakSample) => void) | undefined;
}

export interface SoakSample {
  /** From 1; those of the warm-up are below. */
  number: number;
  asked: number;
  processes: readonly ({ name: string } & Measured)[];
}

export interface SoakResult {
  tally: Tally;
  models: number;
  growths: readonly Growth[];
  /** What the workers counted, when all was over. */
  workers: WorkerFigures;
  /** Of what must not be, in words. */
  broken: readonly string[];
}

/** A cluster under load that lasts, and what its processes hold meanwhile. The load rests while they are measured. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  await using cluster = await SteadyCluster.start({ workers: 2, concurrency: 100, tokenMs: 5 });
  const { callers, failures, members } = cluster;
  const watch = (reason: unknown): void => void failures.push(`callers: ${String(reason)}`);
  process.on("unhandledRejection", watch);
  const tally = new Tally();
  const load = new SteadyLoad({ callers, tally, perSecond: options.perSecond, random: seededRandom(options.seed) });
  const churn = new Churn(cluster);
  const counted: SoakSample[] = [];
  for (let number = 1 - options.warmUp; number <= options.samples; number++) {
    load.resume();
    churn.resume(options.churnMs);
    await delay(options.sampleMs);
    await Promise.all([load.pause(), churn.pause()]);
    const own = { name: "callers", ...(await measureProcess()) };
    const others = await Promise.all(members.map(async (child) => ({ name: child.name, ...(await child.measure()) })));
    const sample = { number, asked: tally.asked, processes: [own, ...others] };
    options.onSample?.(sample);
    if (number > 0) counted.push(sample);
  }
  const workers = await settled(cluster);
  await churn.close();
  process.off("unhandledRejection", watch);
  const names = counted[0]?.processes.map(({ name }) => name) ?? [];
  const growths = names.map((name, index) =>
    growthOf({ name, samples: counted.map(({ processes }) => processes[index] as Measured) }),
  );
  const unheld = [...unaccounted(tally, churn, workers), ...growths.flatMap(({ faults }) => faults)];
  const broken = [...tally.violations, ...churn.failures, ...failures, ...unheld];
  return { tally, models: churn.models, growths, workers, broken };
}

/** Callers that leave have left when their workers hear of it: a moment later. */
async function settled({ workers }: SteadyCluster): Promise<WorkerFigures> {
  const until = performance.now() + 5_000;
  for (;;) {
    const figures = await figuresOf(workers);
    if (figures.running + figures.waiting === 0 || performance.now() > until) return figures;
    await delay(20);
  }
}

/** Both sides must have counted the same. */
function unaccounted(tally: Tally, churn: Churn, { ended, running, waiting }: WorkerFigures): string[] {
  const faults: string[] = [];
  if (tally.asked !== tally.accounted) faults.push(`${tally.asked} were asked, ${tally.accounted} accounted for`);
  if (running + waiting > 0) faults.push(`${running} still run and ${waiting} wait on the workers`);
  const { chat, embed } = tally.begun;
  const worked = Object.values(ended).reduce((sum, count) => sum + count, 0);
  // Models that are gone took their figures with them.
  const expected = chat + embed;
  if (worked !== expected) faults.push(`callers asked for ${expected} answers, workers counted ${worked}`);
  return churn.models === 0 ? [...faults, "no model came and went"] : faults;
}
