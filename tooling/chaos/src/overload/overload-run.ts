import { measureProcess } from "../footprint.ts";
import { type Random, seededRandom } from "../random.ts";
import { SteadyCluster } from "../steady-cluster.ts";
import { type OverloadOptions, type OverloadResult, overload } from "./overload.ts";
import { brokenBy, lateBy } from "./promises.ts";

export interface OverloadRunOptions extends Omit<OverloadOptions, "random"> {
  seed: number;
  workers: number;
  tokenMs: number;
  /** How long each way is overloaded before anything counts, in milliseconds; not at all if left out. */
  rehearseMs?: number | undefined;
}

export interface OverloadRun {
  results: readonly OverloadResult[];
  /** Heaps after collection, in bytes; before, everything had been overloaded once. */
  memory: readonly { name: string; before: number; after: number }[];
  broken: readonly string[];
  /** What took too long. */
  late: readonly string[];
}

/** Overloads a cluster in each way, one after the other. */
export async function runOverload({
  seed,
  workers,
  tokenMs,
  rehearseMs,
  ...options
}: OverloadRunOptions): Promise<OverloadRun> {
  const { room, times } = options;
  const apiConnections = times * workers * (room.concurrency + room.maxWaiting);
  await using cluster = await SteadyCluster.start({ workers, tokenMs, apiConnections, ...room });
  const random: Random = seededRandom(seed);
  const results: OverloadResult[] = [];
  /** Connections are opened, code is compiled. */
  const rehearse = async (): Promise<void> => {
    if (rehearseMs === undefined) return;
    const rehearsal = { ...options, forMs: rehearseMs, alone: 1, random };
    for (const caller of cluster.callers) await overload(cluster, caller, rehearsal);
  };
  await rehearse();
  const before = await heaps(cluster);
  // Once more: the collection lets go of compiled code, too.
  await rehearse();
  for (const caller of cluster.callers) results.push(await overload(cluster, caller, { ...options, random }));
  const after = await heaps(cluster);
  const memory = before.map(({ name, heap }, index) => ({ name, before: heap, after: after[index]?.heap ?? 0 }));
  const broken = [...results.flatMap((result) => brokenBy(result, room)), ...cluster.failures];
  return { results, memory, broken, late: results.flatMap(lateBy) };
}

async function heaps({ members }: SteadyCluster): Promise<{ name: string; heap: number }[]> {
  const own = { name: "callers", heap: (await measureProcess()).heapUsed };
  const others = members.map(async (child) => ({ name: child.name, heap: (await child.measure()).heapUsed }));
  return [own, ...(await Promise.all(others))];
}
