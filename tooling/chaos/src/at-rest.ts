import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "./cluster.ts";
import { type Measured, measureProcess } from "./footprint.ts";

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
  const found = await measureAll(cluster);
  for (let look = 1; look < looks; look++) {
    await delay(lookMs);
    const next = await measureAll(cluster);
    for (const [index, one] of found.entries()) one.measured = least(one.measured, (next[index] as Named).measured);
  }
  return found;
}

async function measureAll({ members, controllers, allWorkers }: Cluster): Promise<Named[]> {
  const own = { name: "callers", measured: await measureProcess() };
  // The proxies are in this process, and through them go the heartbeats of all the others.
  for (const { proxy } of [...controllers, ...allWorkers]) own.measured.sockets -= proxy.sockets;
  const others = members.map(async (child) => ({ name: child.name, measured: await child.measure() }));
  return [own, ...(await Promise.all(others))];
}

const kinds = ["heapUsed", "rss", "handles", "sockets", "timers", "listeners", "signals", "running"] as const;

function least(a: Measured, b: Measured): Measured {
  const less = { ...a };
  for (const kind of kinds) less[kind] = Math.min(a[kind], b[kind]);
  return less;
}
