import { setTimeout as delay } from "node:timers/promises";
import type { ModelRegistry } from "@modelfleet/core";
import type { Transport } from "@modelfleet/transport";
import { FiguresReader } from "./figures-reader.ts";
import { FleetHistory, type FleetStatus } from "./fleet-history.ts";
import { readFleet } from "./fleet-reading.ts";

export interface WatchOptions {
  registry: ModelRegistry;
  transport: Transport;
  intervalMs: number;
  /** How long each worker may take to answer; by default as long as a person who watches would wait. */
  workerLimitMs?: number | undefined;
  signal: AbortSignal;
}

/** One look at the fleet, or why there was none. */
export type Look = { status: FleetStatus } | { error: unknown };

/** Looks at the fleet at every interval, and later where a look takes longer. Rejects with the signal's reason. */
export async function* watchFleet({
  registry,
  transport,
  intervalMs,
  workerLimitMs,
  signal,
}: WatchOptions): AsyncGenerator<Look> {
  const reader = new FiguresReader(transport, () => performance.now(), workerLimitMs);
  const history = new FleetHistory();
  for (;;) {
    const next = performance.now() + intervalMs;
    yield await look();
    await delay(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  async function look(): Promise<Look> {
    try {
      return { status: history.add(await readFleet(registry, reader, Date.now, signal)) };
    } catch (error) {
      signal.throwIfAborted();
      return { error };
    }
  }
}
