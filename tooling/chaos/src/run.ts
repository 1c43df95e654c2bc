import { measureAtRest } from "./at-rest.ts";
import { Cluster } from "./cluster.ts";
import { FaultLog, type FaultLoopOptions, faultLoop } from "./faults/fault-loop.ts";
import { controllerFaults, workerFaults } from "./faults/faults.ts";
import type { Measured } from "./footprint.ts";
import type { Footprint } from "./footprint-report.ts";
import { Leaving } from "./leaving.ts";
import { type Entry, Ledger } from "./ledger.ts";
import { type LoadOptions, runLoad } from "./load.ts";
import { seededRandom } from "./random.ts";

export interface RunOptions {
  seed: number;
  requests: number;
  parallel: number;
  /** Whether one of DB-GPT's own workers takes part. */
  python?: boolean | undefined;
  onProgress?: ((done: number) => void) | undefined;
}

export interface RunResult {
  ledger: Ledger;
  /** What must not have been, of all requests; those of the warm-up too. */
  violations: readonly Entry[];
  faults: number;
  seconds: number;
  /** Crashes and unhandled rejections of any process. */
  failures: readonly string[];
  /** How long workers went on after a caller had left. */
  leaving: Pick<Leaving, "times" | "suspended">;
  footprints: readonly Footprint[];
}

type Load = Omit<LoadOptions, "name" | "ledger" | "random">;

/** A cluster under load, and broken all the while. The same seed makes the same choices. */
export async function run({ seed, requests, parallel, python, onProgress }: RunOptions): Promise<RunResult> {
  await using cluster = await Cluster.start({ python });
  const { callers, failures } = cluster;
  const leaving = new Leaving();
  cluster.onEnded = leaving.onEnded;
  const watch = (reason: unknown): void => {
    const experimental = reason instanceof Error && reason.name === "ExperimentalWarning";
    if (!experimental) failures.push(`caller: ${String(reason)}`);
  };
  process.on("unhandledRejection", watch).on("warning", watch);
  const load: Load = { parallel, callers, requests, log: new FaultLog(), onCancel: leaving.onCancel };

  // Before anything is measured everything has been used, failures included: code is compiled, caches are filled.
  const warm = { ...load, requests: Math.min(3_000, Math.ceil(requests / 2)) };
  const calm = { ...load, requests: Math.min(500, Math.ceil(requests / 2)) };
  const early = await underFaults(cluster, { ...warm, log: new FaultLog() }, "early", seed + 1_000);
  await runLoad({ ...calm, name: "before-", random: seededRandom(seed), ledger: new Ledger() });
  leaving.forget();
  const before = await measureAtRest(cluster);

  const started = performance.now();
  const ledger = await underFaults(cluster, { ...load, ...(onProgress ? { onProgress } : {}) }, "during", seed);
  const seconds = (performance.now() - started) / 1_000;

  // The same as before once more. The account waits outside of the heap meanwhile.
  const account = ledger.pack();
  await runLoad({ ...calm, name: "after-", random: seededRandom(seed), ledger: new Ledger() });
  leaving.forget();
  const after = await measureAtRest(cluster);
  ledger.unpack(account);
  process.off("unhandledRejection", watch).off("warning", watch);
  return {
    ledger,
    violations: [...early.violations(), ...ledger.violations()],
    faults: load.log.count,
    seconds,
    failures,
    leaving,
    footprints: before.map(({ name, measured }, index) => {
      return { name, before: measured, after: after[index]?.measured as Measured };
    }),
  };
}

/** Resolves when all requests are accounted for and everything is mended. */
async function underFaults(cluster: Cluster, load: Load, name: string, seed: number): Promise<Ledger> {
  const ledger = new Ledger();
  const over = new AbortController();
  // What has rested may know of no worker any more.
  await cluster.settled();
  const first = { ...load, requests: load.parallel, random: seededRandom(seed), ledger: new Ledger() };
  await runLoad({ ...first, name: `${name}-first-` });
  const toWorkers: FaultLoopOptions = {
    faults: workerFaults,
    victims: () => cluster.allWorkers,
    lasting: [300, 1_200],
    pauseMs: 200,
  };
  const toControllers: FaultLoopOptions = {
    faults: controllerFaults,
    victims: () => cluster.controllers,
    lasting: [300, 1_300],
    pauseMs: 1_000,
  };
  const loops = [
    faultLoop(cluster, load.log, seededRandom(seed + 1), toWorkers, over.signal),
    faultLoop(cluster, load.log, seededRandom(seed + 2), toControllers, over.signal),
  ];
  await runLoad({ ...load, name: `${name}-`, random: seededRandom(seed + 3), ledger });
  over.abort();
  await Promise.all(loops);
  await cluster.settled();
  return ledger;
}
