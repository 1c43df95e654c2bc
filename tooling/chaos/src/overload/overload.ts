import { setTimeout as delay } from "node:timers/promises";
import type { Caller } from "../callers/caller.ts";
import type { Way } from "../ledger.ts";
import { quantile } from "../quantile.ts";
import type { Random } from "../random.ts";
import { type SteadyCluster, urlOf } from "../steady-cluster.ts";
import { figuresOf, workerFigures } from "../worker-figures.ts";
import { askOnce, CrowdAccount, crowd } from "./crowd.ts";
import { type Probed, startProbes } from "./probes.ts";

/** What each worker takes at once, and how many more it lets wait. */
export interface Room {
  concurrency: number;
  maxWaiting: number;
}

export interface OverloadOptions {
  room: Room;
  /** How many more ask at once than there is room for. */
  times: number;
  /** Of each answer. */
  tokens: number;
  /** How long they ask, in milliseconds. */
  forMs: number;
  /** How many ask one after the other before and after it. */
  alone: number;
  random: Random;
}

/** Times in milliseconds. */
export interface OverloadResult {
  way: Way;
  account: CrowdAccount;
  /** Until the first words, for one who is alone: before, and after. */
  before: number;
  after: number;
  /** From the end of the load until somebody is answered as before. */
  recoveredAfter: number;
  /** How long anyone should wait for first words: whole answers before theirs in the line, at the pace that was seen. */
  longestWait: number;
  /** The most that any worker held at once. */
  mostRunning: number;
  mostWaiting: number;
  /** Refusals by workers, of which each request may have had two. */
  refusedByWorkers: number;
  /** What still ran or waited on workers when everyone had their answer. */
  left: number;
  probed: readonly Probed[];
}

/** A crowd that asks in one way, far beyond what the workers take. */
export async function overload(
  cluster: SteadyCluster,
  caller: Caller,
  { room, times, tokens, forMs, alone, random }: OverloadOptions,
): Promise<OverloadResult> {
  const { workers } = cluster;
  const { concurrency, maxWaiting } = room;
  const account = new CrowdAccount();
  const fresh = (): Promise<number> => medianAlone(caller, tokens, alone, account);
  const size = times * workers.length * (concurrency + maxWaiting);

  const before = await fresh();
  const refusedBefore = (await figuresOf(workers)).ended.refused ?? 0;

  const over = new AbortController();
  const endProbes = await startProbes({ targets: healthOf(cluster), everyMs: 20 });
  const watched = watchWorkers(cluster, over.signal);
  const asking = crowd({ caller, size, tokens, over: over.signal, random }, account);
  await delay(forMs);
  const probed = await endProbes();
  over.abort();

  const ended = performance.now();
  let recoveredAfter = Number.POSITIVE_INFINITY;
  while (recoveredAfter === Number.POSITIVE_INFINITY && performance.now() - ended < 30_000) {
    const at = account.firstWords.length;
    await askOnce(caller, { id: `${caller.way}-recovery`, tokens }, account);
    const own = account.firstWords.slice(at).at(-1);
    if (own !== undefined && own <= 2 * before + 50) recoveredAfter = performance.now() - ended;
  }
  await asking;
  const most = await watched;
  const after = await fresh();
  const figures = await figuresOf(workers);
  const rounds = Math.ceil((maxWaiting + 1) / concurrency);
  return {
    way: caller.way,
    account,
    before,
    after,
    recoveredAfter,
    longestWait: rounds * (before + quantile(account.services, 1)) + before,
    mostRunning: most.running,
    mostWaiting: most.waiting,
    refusedByWorkers: (figures.ended.refused ?? 0) - refusedBefore,
    left: figures.running + figures.waiting,
    probed,
  };
}

async function medianAlone(caller: Caller, tokens: number, times: number, account: CrowdAccount): Promise<number> {
  const own = new CrowdAccount();
  for (let number = 0; number < times; number++) await askOnce(caller, { id: `${caller.way}-alone`, tokens }, own);
  account.asked += own.asked;
  account.whole += own.whole;
  for (const violation of own.violations) account.violate(`alone: ${violation}`);
  // One who is alone is refused by nobody.
  for (const _ of own.refusals) account.violate("refused though alone");
  return quantile(own.firstWords, 0.5);
}

/** How every server says that it lives. */
function healthOf({ members }: SteadyCluster): { name: string; url: string }[] {
  return members.map((child) => ({ name: child.name, url: `${urlOf(child)}/health` }));
}

/** The most that any worker held, by its own figures, until the signal is aborted. */
async function watchWorkers(
  { workers }: SteadyCluster,
  over: AbortSignal,
): Promise<{ running: number; waiting: number }> {
  const most = { running: 0, waiting: 0 };
  while (!over.aborted) {
    for (const { running, waiting } of await Promise.all(workers.map(workerFigures))) {
      most.running = Math.max(most.running, running);
      most.waiting = Math.max(most.waiting, waiting);
    }
    await delay(50, undefined, { signal: over }).catch(() => {});
  }
  return most;
}
