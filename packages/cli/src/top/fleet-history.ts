import { HeartbeatClock, type ModelFigures } from "@modelfleet/client/operator";
import type { ModelInstance } from "@modelfleet/core";
import type { FleetReading, InstanceReading } from "./fleet-reading.ts";

/** How long figures count as recent. */
const recentMs = 60_000;

interface Sample {
  at: number;
  figures: ModelFigures;
}

/** An instance as `top` shows it. */
export interface InstanceStatus extends InstanceReading {
  /** Unique in the fleet. */
  key: string;
  state: "healthy" | "unhealthy" | "disabled";
  /** Between the last two readings. */
  tokensPerSecond: number | undefined;
  /** The mean of the last minute, or of the worker's whole life where nothing came since. */
  firstTokenSeconds: number | undefined;
  heartbeatAgeSeconds: number | undefined;
  /** Of the last minute, the oldest first. */
  history: readonly { tokensPerSecond: number; inFlight: number }[];
}

export interface FleetStatus {
  at: number;
  workers: number;
  instances: readonly InstanceStatus[];
}

/** Remembers the figures of the last minute, from which speeds are told. */
export class FleetHistory {
  readonly #clock = new HeartbeatClock();
  readonly #samples = new Map<string, readonly Sample[]>();

  add({ at, workers, instances }: FleetReading): FleetStatus {
    const ages = this.#clock.ages(
      instances.map(({ instance }) => instance),
      at,
    );
    const keys = new Set(instances.map(({ instance }) => keyOf(instance)));
    for (const key of this.#samples.keys()) if (!keys.has(key)) this.#samples.delete(key);
    return {
      at,
      workers,
      instances: instances.map((reading, index) => ({
        ...reading,
        ...this.#speeds(reading, at),
        key: keyOf(reading.instance),
        state: stateOf(reading.instance),
        heartbeatAgeSeconds: ages[index],
      })),
    };
  }

  #speeds(
    { instance, figures }: InstanceReading,
    at: number,
  ): Pick<InstanceStatus, "tokensPerSecond" | "firstTokenSeconds" | "history"> {
    const key = keyOf(instance);
    const last = this.#samples.get(key)?.at(-1);
    // A worker that started anew counts from nothing.
    const before = (this.#samples.get(key) ?? []).filter(
      (sample) => figures && sample.figures.outputTokens <= figures.outputTokens && sample.at >= at - recentMs,
    );
    if (!figures || (last && before.length === 0)) this.#samples.delete(key);
    if (!figures) return { tokensPerSecond: undefined, firstTokenSeconds: undefined, history: [] };
    const samples = [...before, { at, figures }];
    this.#samples.set(key, samples);
    const history = samples.slice(1).map((sample, index) => ({
      tokensPerSecond: tokensPerSecond(samples[index] as Sample, sample),
      inFlight: sample.figures.inFlight,
    }));
    return {
      tokensPerSecond: history.at(-1)?.tokensPerSecond,
      firstTokenSeconds: firstTokenSeconds(samples[0] as Sample, figures),
      history,
    };
  }
}

function keyOf({ workerKey, host, port }: ModelInstance): string {
  return `${workerKey} ${host}:${port}`;
}

function stateOf({ healthy, enabled }: ModelInstance): InstanceStatus["state"] {
  if (!enabled) return "disabled";
  return healthy ? "healthy" : "unhealthy";
}

function tokensPerSecond(before: Sample, after: Sample): number {
  const seconds = (after.at - before.at) / 1000;
  return seconds > 0 ? (after.figures.outputTokens - before.figures.outputTokens) / seconds : 0;
}

function firstTokenSeconds(oldest: Sample, { firstToken }: ModelFigures): number | undefined {
  const count = firstToken.count - oldest.figures.firstToken.count;
  if (count > 0) return (firstToken.sum - oldest.figures.firstToken.sum) / count;
  return firstToken.count > 0 ? firstToken.sum / firstToken.count : undefined;
}
