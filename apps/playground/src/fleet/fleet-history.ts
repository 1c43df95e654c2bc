import type { ModelInstance } from "@modelfleet/client";
import { HeartbeatClock, type ModelFigures } from "@modelfleet/client/operator";
import { addressOf, type FleetReading } from "./fleet-reading.ts";

/** How far back charts go. */
export const historyMs = 120_000;

export type Health = "healthy" | "unhealthy" | "disabled";

/** What was measured between two readings. */
export interface Sample {
  at: number;
  inFlight: number;
  tokensPerSecond: number;
  /** The mean of the answers that began since the last reading; absent where none did. */
  firstTokenMs: number | undefined;
}

export interface InstanceStatus {
  /** Unique in the fleet. */
  key: string;
  instance: ModelInstance;
  address: string;
  health: Health;
  heartbeatAgeSeconds: number | undefined;
  /** Absent where the worker has no figures, as Python ones have none. */
  figures: ModelFigures | undefined;
  /** The oldest first. Empty without figures. */
  samples: readonly Sample[];
}

export interface FleetStatus {
  at: number;
  instances: readonly InstanceStatus[];
  /** The processes that models are started on. */
  workers: readonly { address: string; health: Health }[];
}

function healthOf({ healthy, enabled }: ModelInstance): Health {
  if (!enabled) return "disabled";
  return healthy ? "healthy" : "unhealthy";
}

/** Remembers figures, from which speeds are told. */
export class FleetHistory {
  readonly #clock = new HeartbeatClock();
  readonly #last = new Map<string, { at: number; figures: ModelFigures }>();
  readonly #samples = new Map<string, readonly Sample[]>();

  add({ at, instances, figures }: FleetReading): FleetStatus {
    const ages = this.#clock.ages(instances, at);
    const statuses = instances.map((instance, index): InstanceStatus => {
      const address = addressOf(instance);
      const key = `${instance.workerKey} ${address}`;
      const found = figures.get(address)?.get(instance.workerKey);
      return {
        key,
        instance,
        address,
        health: healthOf(instance),
        heartbeatAgeSeconds: ages[index],
        figures: found,
        samples: this.#measure(key, at, found),
      };
    });
    const keys = new Set(statuses.map(({ key }) => key));
    for (const map of [this.#last, this.#samples]) for (const key of map.keys()) if (!keys.has(key)) map.delete(key);
    return {
      at,
      instances: statuses.filter(({ instance }) => instance.workerType !== "service").sort(byModel),
      workers: statuses
        .filter(({ instance }) => instance.workerType === "service")
        .map(({ address, health }) => ({ address, health })),
    };
  }

  #measure(key: string, at: number, figures: ModelFigures | undefined): readonly Sample[] {
    const before = this.#last.get(key);
    if (figures) this.#last.set(key, { at, figures });
    else this.#last.delete(key);
    const kept = (this.#samples.get(key) ?? []).filter((sample) => sample.at >= at - historyMs);
    // A worker that started anew counts from nothing.
    const fresh = figures && before && figures.outputTokens >= before.figures.outputTokens;
    const samples = fresh ? [...kept, sampleOf(before, { at, figures })] : kept;
    this.#samples.set(key, samples);
    return samples;
  }
}

interface Counted {
  at: number;
  figures: ModelFigures;
}

function sampleOf(before: Counted, { at, figures }: Counted): Sample {
  const seconds = (at - before.at) / 1_000;
  const began = figures.firstToken.count - before.figures.firstToken.count;
  const waited = figures.firstToken.sum - before.figures.firstToken.sum;
  return {
    at,
    inFlight: figures.inFlight,
    tokensPerSecond: seconds > 0 ? (figures.outputTokens - before.figures.outputTokens) / seconds : 0,
    firstTokenMs: began > 0 ? (waited / began) * 1_000 : undefined,
  };
}

const typeOrder = ["llm", "text2vec", "reranker"];
const typePlace = ({ workerType }: ModelInstance): number => {
  const place = typeOrder.indexOf(workerType);
  return place < 0 ? typeOrder.length : place;
};

function byModel(a: InstanceStatus, b: InstanceStatus): number {
  return (
    typePlace(a.instance) - typePlace(b.instance) ||
    a.instance.modelName.localeCompare(b.instance.modelName) ||
    a.address.localeCompare(b.address, "en", { numeric: true })
  );
}

/** The mean time to the first token in what the samples cover, or else of the worker's whole life. */
export function meanFirstTokenMs({ samples, figures }: InstanceStatus): number | undefined {
  const last = samples.findLast(({ firstTokenMs }) => firstTokenMs !== undefined)?.firstTokenMs;
  if (last !== undefined) return last;
  const { sum = 0, count = 0 } = figures?.firstToken ?? {};
  return count > 0 ? (sum / count) * 1_000 : undefined;
}

/** The samples of several instances as those of one: sums, and the mean of what was waited. */
export function combined(instances: readonly InstanceStatus[]): Sample[] {
  const byTime = Map.groupBy(
    instances.flatMap(({ samples }) => samples),
    ({ at }) => at,
  );
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([at, samples]) => {
      const waits = samples.flatMap(({ firstTokenMs }) => firstTokenMs ?? []);
      return {
        at,
        inFlight: samples.reduce((sum, sample) => sum + sample.inFlight, 0),
        tokensPerSecond: samples.reduce((sum, sample) => sum + sample.tokensPerSecond, 0),
        firstTokenMs: waits.length > 0 ? waits.reduce((sum, wait) => sum + wait, 0) / waits.length : undefined,
      };
    });
}
