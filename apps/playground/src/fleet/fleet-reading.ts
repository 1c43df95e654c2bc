import type { ModelInstance } from "@modelfleet/client";
import { type ModelFigures, readModelFigures } from "@modelfleet/client/operator";
import type { Connection } from "../fleet-connection/connection.ts";

/** The fleet at one moment. */
export interface FleetReading {
  /** Milliseconds since the epoch. */
  at: number;
  /** Models, and the rows of worker processes. */
  instances: readonly ModelInstance[];
  /** By `host:port` and worker key; absent for a worker without figures. */
  figures: ReadonlyMap<string, ReadonlyMap<string, ModelFigures>>;
}

export const addressOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;

/** How long a worker that gave no figures is left alone: a Python one has none, one that is away may come back. */
const restMs = { none: 60_000, unreachable: 5_000 };
const limitMs = 1_500;

/** Reads the fleet again and again. */
export class FleetReader {
  readonly #connection: Connection;
  readonly #restUntil = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Rejects where no controller answers, or with the signal's reason; a worker that fails has no figures. */
  async read(signal: AbortSignal): Promise<FleetReading> {
    const instances = await this.#connection.fleet.instances({}, { signal });
    // One that sends no heartbeats would only be waited for.
    const asked = instances.filter(({ workerType, healthy }) => workerType !== "service" && healthy);
    const workers = new Map(asked.map((row) => [addressOf(row), row]));
    const figures = new Map<string, ReadonlyMap<string, ModelFigures>>();
    await Promise.all(
      [...workers].map(async ([address, worker]) => {
        const found = await this.#figures(address, worker, signal);
        if (found) figures.set(address, found);
      }),
    );
    return { at: Date.now(), instances, figures };
  }

  async #figures(
    address: string,
    worker: ModelInstance,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ModelFigures> | undefined> {
    if (performance.now() < (this.#restUntil.get(address) ?? 0)) return undefined;
    const rest = (reason: keyof typeof restMs) => this.#restUntil.set(address, performance.now() + restMs[reason]);
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
      const found = readModelFigures((await this.#connection.workerMetrics(worker, limit)) ?? "");
      if (found.size > 0) return found;
      rest("none");
    } catch {
      signal.throwIfAborted();
      rest("unreachable");
    }
    return undefined;
  }
}
