import { checkInput, type ModelRegistry } from "@modelfleet/core";
import * as v from "valibot";
import type { EngineFactories } from "./engine-factory.ts";
import type { ModelStateStore } from "./model-state-store.ts";
import type { Schedule } from "./schedule.ts";

/** Where other programs reach this worker. */
export interface WorkerAddress {
  host: string;
  port: number;
}

export interface LocalWorkerManagerOptions {
  engines: EngineFactories;
  /** What is registered. A function is asked when the manager starts, when the port is known. */
  address: WorkerAddress | (() => WorkerAddress);
  /** Told of this worker and its models, all of them. A `ModelRegistryClient` may itself stand for several controllers. */
  registries?: readonly ModelRegistry[] | undefined;
  /** In milliseconds; 20,000 by default, as upstream's workers. */
  heartbeatIntervalMs?: number | undefined;
  /** The provider of models whose params name none; the only one, where there is only one. */
  defaultProvider?: string | undefined;
  /** How many requests a model takes at once unless its params or its engine say; 100 by default. */
  concurrency?: number | undefined;
  /** How many more may wait for each model; 100 by default. The next is refused with status 429. */
  maxWaiting?: number | undefined;
  /** What those who are refused are told to wait, in milliseconds; 1,000 by default. */
  retryAfterMs?: number | undefined;
  /**
   * Whether rerankers are registered as `text2vec`, too, which is where clients before 0.7 look for them; false by
   * default. They are ranked with all the same: a query says what is meant.
   */
  rerankersAsText2vec?: boolean | undefined;
  /** Remembers the models that are started at run time. Without it they are forgotten with the process. */
  store?: ModelStateStore | undefined;
  /** Whether remembered models start again with the manager; true by default. */
  restore?: boolean | undefined;
  /** Told of failures that stop nothing: a controller that is away, a remembered model that does not start. */
  onError?: ((error: unknown, doing: string) => void) | undefined;
  /** In place of timers. */
  schedule?: Schedule | undefined;
  /** The clock that measures how long things take, in milliseconds. */
  now?: (() => number) | undefined;
}

const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");
const anObject = v.custom<never>((value) => typeof value === "object" && value !== null, "must be an object");
const count = (min: number) =>
  v.optional(
    v.custom<number>((value) => Number.isInteger(value) && Number(value) >= min, `must be a whole number from ${min}`),
  );

const optionsSchema = v.strictObject({
  engines: anObject,
  address: v.union([v.strictObject({ host: v.string(), port: v.number() }), aFunction]),
  registries: v.optional(v.array(anObject)),
  heartbeatIntervalMs: count(1),
  defaultProvider: v.optional(v.string()),
  concurrency: count(1),
  maxWaiting: count(0),
  retryAfterMs: count(0),
  rerankersAsText2vec: v.optional(v.boolean()),
  store: v.optional(anObject),
  restore: v.optional(v.boolean()),
  onError: v.optional(aFunction),
  schedule: v.optional(aFunction),
  now: v.optional(aFunction),
} satisfies Record<keyof LocalWorkerManagerOptions, v.GenericSchema>);

/** @throws InvalidInputError */
export function checkManagerOptions(options: LocalWorkerManagerOptions): void {
  checkInput(optionsSchema as v.GenericSchema<unknown, unknown>, options, "The worker manager's configuration");
}
