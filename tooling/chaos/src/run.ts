import { Cluster } from "./cluster.ts";
import { FaultLog, faultLoop } from "./faults/fault-loop.ts";
import { controllerFaults, workerFaults } from "./faults/faults.ts";
import { type Measured, measureProcess } from "./footprint.ts";
import { Ledger } from "./ledger.ts";
import { runLoad } from "./load.ts";
import { machineNow } from "./machine-clock.ts";
import { seededRandom } from "./random.ts";

export interface RunOptions {
  seed: number;
  requests: number;
  parallel: number;
  /** Whether one of DB-GPT's own workers takes part. */
  python?: boolean | undefined;
  onProgress?: ((done: number) => void) | undefined;
}

export interface Footprint {
  name: string;
  before: Measured;
  after: Measured;
}

export interface RunResult {
  ledger: Ledger;
  faults: number;
  seconds: number;
  /** Crashes and unhandled rejections of any process. */
  failures: readonly string[];
  /** How long workers went on after a caller had left, in milliseconds. */
  leaving: readonly number[];
  footprints: readonly Footprint[];
}

/** A cluster under load, and broken all the while. The same seed makes the same choices. */
export async function run({ seed, requests, parallel, python, onProgress }: RunOptions): Promise<RunResult> {
  await using cluster = await Cluster.start({ python });
  const { callers, failures } = cluster;
  const log = new FaultLog();
  const cancelled = new Map<string, number>();
  const ended = new Set<string>();
  const leaving: number[] = [];
  cluster.onEnded = (id, at) => {
    ended.add(id);
    const from = cancelled.get(id);
    if (from !== undefined) leaving.push(at - from);
    cancelled.delete(id);
  };
  const watch = (reason: unknown): void => void failures.push(`caller: ${String(reason)}`);
  process.on("unhandledRejection", watch);
  const onCancel = (id: string): void => {
    // An engine may be done before its last words have been read.
    if (!ended.has(id)) cancelled.set(id, machineNow());
  };
  const load = { parallel, callers, log, onCancel };

  // Before anything is counted everything is warm: code compiled, connections and caches filled.
  const warm = {
    ...load,
    name: "before-",
    requests: Math.min(1_000, requests),
    random: seededRandom(seed),
    ledger: new Ledger(),
  };
  await runLoad(warm);
  const before = await measureAll(cluster);

  const ledger = new Ledger();
  const over = new AbortController();
  const started = performance.now();
  const loops = [
    faultLoop(
      cluster,
      log,
      seededRandom(seed + 1),
      { faults: workerFaults, victims: ({ allWorkers }) => allWorkers, lasting: [300, 1_200], pauseMs: 200 },
      over.signal,
    ),
    faultLoop(
      cluster,
      log,
      seededRandom(seed + 2),
      { faults: controllerFaults, victims: ({ controllers }) => controllers, lasting: [300, 1_300], pauseMs: 1_000 },
      over.signal,
    ),
  ];
  await runLoad({
    ...load,
    name: "during-",
    requests,
    random: seededRandom(seed + 3),
    ledger,
    ...(onProgress ? { onProgress } : {}),
  });
  const seconds = (performance.now() - started) / 1_000;
  over.abort();
  await Promise.all(loops);
  for (const member of cluster.pythonWorkers) {
    await member.settled();
    if (!member.ready) failures.push(`${member.name} did not come back`);
  }

  // The same as before once more, so that both measurements follow the same.
  await runLoad({ ...warm, name: "after-", random: seededRandom(seed), ledger: new Ledger() });
  const after = await measureAll(cluster);
  process.off("unhandledRejection", watch);
  const footprints = before.map((entry, index) => ({ ...entry, after: (after[index] as Named).before }));
  return { ledger, faults: log.count, seconds, failures, leaving, footprints };
}

type Named = Pick<Footprint, "name" | "before">;

/** This process first, which is the callers'. */
async function measureAll({ members }: Cluster): Promise<Named[]> {
  const own = await measureProcess();
  const others = await Promise.all(members.map(async (child) => ({ name: child.name, before: await child.measure() })));
  return [{ name: "callers", before: own }, ...others];
}
