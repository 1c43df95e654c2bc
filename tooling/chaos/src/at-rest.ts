import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "./cluster.ts";
import { countOpened, type Measured, measureProcess, type Opened } from "./footprint.ts";

export interface Named {
  name: string;
  measured: Measured;
}

/** Longer than clients keep connections that nobody uses, and than workers take to beat again. In milliseconds. */
const restMs = 6_000;
/** A heartbeat on its way is no leak: of several looks the least counts. */
const looks = 2;
const lookMs = 400;

/**
 * What each process holds when nobody asks anything; the callers' first. Every connection through a proxy is closed
 * before, since servers keep idle ones for more than a minute: what is there afterwards was opened anew, or forgotten.
 */
export async function measureAtRest(cluster: Cluster): Promise<Named[]> {
  for (const { proxy } of [...cluster.controllers, ...cluster.allWorkers]) proxy.closeAll();
  await delay(restMs);
  // Before memory, and not with it: to measure that holds heartbeats up, and connections that rest are closed.
  const opened = await leastOf(() => countAll(cluster));
  const measured = await leastOf(() => measureAll(cluster));
  const names = ["callers", ...cluster.members.map(({ name }) => name)];
  return names.map((name, index) => ({ name, measured: { ...(measured[index] as Measured), ...opened[index] } }));
}

/** Of each process, in the order of the cluster's members. */
async function leastOf<Held extends Opened>(look: () => Promise<Held[]>): Promise<Held[]> {
  let found = await look();
  for (let taken = 1; taken < looks; taken++) {
    await delay(lookMs);
    const next = await look();
    found = found.map((one, index) => least(one, next[index] as Held));
  }
  return found;
}

async function countAll({ members, controllers, allWorkers }: Cluster): Promise<Opened[]> {
  const own = await countOpened();
  // The proxies are in this process, and through them go the heartbeats of all the others.
  for (const { proxy } of [...controllers, ...allWorkers]) own.sockets -= proxy.sockets;
  return [own, ...(await Promise.all(members.map((child) => child.count())))];
}

async function measureAll({ members }: Cluster): Promise<Measured[]> {
  return [await measureProcess(), ...(await Promise.all(members.map((child) => child.measure())))];
}

function least<Held extends Opened>(a: Held, b: Held): Held {
  const less = { ...a };
  for (const kind of Object.keys(a) as (keyof Held)[]) if (b[kind] < a[kind]) less[kind] = b[kind];
  return less;
}
