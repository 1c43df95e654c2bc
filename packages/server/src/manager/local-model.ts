import { formatWorkerKey, InvalidInputError, type ModelWorker } from "@modelfleet/core";
import { ModelMeter } from "../metrics/model-meter.ts";
import type { MeteredModel } from "../metrics/worker-metrics.ts";
import type { EngineFactories, EngineFactory, ModelDefinition } from "./engine-factory.ts";
import { GatedWorker } from "./gated-worker.ts";
import { Slots } from "./slots.ts";

export interface LocalModelLimits {
  factories: EngineFactories;
  defaultProvider: string | undefined;
  concurrency: number;
  maxWaiting: number;
  retryAfterMs: number;
  /** In milliseconds. */
  now: () => number;
}

/** A model of this process, running or not. */
export class LocalModel {
  readonly workerKey: string;
  readonly name: string;
  readonly workerType: NonNullable<ModelDefinition["workerType"]>;
  readonly weight: number | undefined;
  /** Whether it was started at run time, so that it is remembered. */
  readonly remembered: boolean;
  params: Readonly<Record<string, unknown>>;
  /** Whether it should run: false once it was stopped by an operator. */
  wanted = true;
  /** Goes on over restarts. */
  readonly meter: ModelMeter;
  readonly #limits: LocalModelLimits;
  #running: { worker: GatedWorker; slots: Slots; stopped: AbortController } | undefined;

  /** @throws InvalidInputError for a name that cannot be registered */
  constructor(definition: ModelDefinition, remembered: boolean, limits: LocalModelLimits) {
    const { name, workerType = "llm", params = {}, weight } = definition;
    this.workerKey = formatWorkerKey(name, workerType);
    this.name = name;
    this.workerType = workerType;
    this.params = params;
    this.weight = weight;
    this.remembered = remembered;
    this.#limits = limits;
    this.meter = new ModelMeter(limits.now);
  }

  /** Absent while it does not run. */
  get worker(): GatedWorker | undefined {
    return this.#running?.worker;
  }

  get load(): MeteredModel["load"] {
    const slots = this.#running?.slots;
    return slots && { running: slots.taken, waiting: slots.waiting, limit: slots.limit };
  }

  /** Aborted when it stops. */
  get stopSignal(): AbortSignal | undefined {
    return this.#running?.stopped.signal;
  }

  /** How many requests may run at once. @throws InvalidInputError */
  get concurrency(): number {
    const { concurrency } = this.params;
    if (concurrency === undefined || concurrency === null) {
      return this.factory.concurrency ?? this.#limits.concurrency;
    }
    if (Number.isInteger(concurrency) && (concurrency as number) > 0) return concurrency as number;
    throw new InvalidInputError(`The parameter concurrency of ${this.workerKey} must be a whole number of at least 1.`);
  }

  /** @throws InvalidInputError where there is no such provider */
  get provider(): string {
    const { factories, defaultProvider } = this.#limits;
    const known = Object.keys(factories);
    const provider = this.params.provider ?? defaultProvider ?? (known.length === 1 ? known[0] : undefined);
    if (typeof provider === "string" && Object.hasOwn(factories, provider)) return provider;
    const asked =
      typeof provider === "string" ? `There is no provider ${JSON.stringify(provider)}` : "The params name no provider";
    throw new InvalidInputError(`${asked} for ${this.workerKey}. Providers here: ${known.join(", ") || "none"}.`);
  }

  get factory(): EngineFactory {
    return this.#limits.factories[this.provider] as EngineFactory;
  }

  /** Does nothing if it runs. Rejects with what the engine failed with; nothing is left of it then. */
  async start(): Promise<void> {
    if (this.#running) return;
    const { name, workerType, params, factory } = this;
    if (factory.workerTypes && !factory.workerTypes.includes(workerType)) {
      throw new InvalidInputError(
        `The provider ${this.provider} has no models of type ${workerType}: it has ${factory.workerTypes.join(", ")}.`,
      );
    }
    const { maxWaiting, retryAfterMs } = this.#limits;
    const slots = new Slots({ limit: this.concurrency, maxWaiting, retryAfterMs, what: `Model ${this.workerKey}` });
    const engine: ModelWorker = await factory.create({ name, workerType, params });
    const worker = new GatedWorker(engine, slots, this.meter);
    try {
      await worker.start({ ...params });
    } catch (error) {
      // What it failed with says more than what its cleaning up fails with.
      await worker.stop().catch(() => {});
      throw error;
    }
    this.#running = { worker, slots, stopped: new AbortController() };
  }

  /** Ends the calls under way with `reason`. Does nothing if it does not run. */
  async stop(reason: unknown): Promise<void> {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    running.stopped.abort(reason);
    running.worker.abort(reason);
    await running.worker.stop();
  }
}
