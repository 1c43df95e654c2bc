import {
  formatWorkerKey,
  InvalidInputError,
  ModelNotFoundError,
  NoHealthyInstanceError,
  type WorkerType,
} from "@modelfleet/core";
import type { Announcer } from "./announcer.ts";
import type { ModelDefinition } from "./engine-factory.ts";
import { LocalModel, type LocalModelLimits } from "./local-model.ts";

export interface ModelTableOptions extends LocalModelLimits {
  /** Whether rerankers are registered as `text2vec`, too. */
  rerankersAsText2vec: boolean;
  announcer: Announcer;
  address(): { host: string; port: number };
}

/** The models of this process. What starts or stops one of them waits for what does so already. */
export class ModelTable {
  readonly #models = new Map<string, LocalModel>();
  readonly #options: ModelTableOptions;
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(options: ModelTableOptions) {
    this.#options = options;
  }

  all(): LocalModel[] {
    return [...this.#models.values()];
  }

  get(workerKey: string): LocalModel | undefined {
    return this.#models.get(workerKey);
  }

  /** @throws ModelNotFoundError */
  known(workerKey: string): LocalModel {
    const model = this.#models.get(workerKey);
    if (model) return model;
    const workerType = workerKey.slice(workerKey.lastIndexOf("@") + 1) as WorkerType;
    const knownModels = this.all()
      .filter((other) => other.workerType === workerType && other.worker)
      .map(({ name }) => name)
      .sort();
    const known = knownModels.length > 0 ? `Running: ${knownModels.join(", ")}.` : "None of that type runs.";
    throw new ModelNotFoundError(`No model ${workerKey} on this worker. ${known}`, { workerKey, knownModels });
  }

  /** @throws InvalidInputError if there is one of that name and type */
  add(definition: ModelDefinition, remembered: boolean): LocalModel {
    const model = new LocalModel(definition, remembered, this.#options);
    if (this.#models.has(model.workerKey)) throw new InvalidInputError(`There are two models ${model.workerKey}.`);
    this.#models.set(model.workerKey, model);
    return model;
  }

  delete(model: LocalModel): void {
    this.#models.delete(model.workerKey);
  }

  async start(model: LocalModel): Promise<void> {
    await model.start();
    await this.announce(model);
  }

  /** One that does not start is not known afterwards. */
  async startOrDelete(model: LocalModel): Promise<void> {
    try {
      await this.start(model);
    } catch (error) {
      this.delete(model);
      throw error;
    }
  }

  async announce(model: LocalModel): Promise<void> {
    const { announcer, address } = this.#options;
    // Controllers of every version take `healthy` as it stands here or do not look at it.
    const row = { ...address(), weight: model.weight, healthy: true };
    await Promise.all(this.#registeredAs(model).map((workerKey) => announcer.announce({ workerKey, ...row })));
  }

  /** The registries hear of it first, so that no request comes to a model that is gone. */
  async stop(model: LocalModel, removeFromRegistry = false): Promise<void> {
    const { announcer } = this.#options;
    await Promise.all(this.#registeredAs(model).map((key) => announcer.withdraw(key, removeFromRegistry)));
    const { workerKey } = model;
    await model.stop(new NoHealthyInstanceError(`Model ${workerKey} was stopped on this worker.`, workerKey));
  }

  /** Starts it with other params; those it had come back if it does not start with them. */
  async restart(model: LocalModel, params: LocalModel["params"] = model.params): Promise<void> {
    const before = model.params;
    await this.stop(model);
    model.params = params;
    try {
      await this.start(model);
    } catch (error) {
      if (params !== before) {
        model.params = before;
        await this.start(model).catch(() => {});
      }
      throw error;
    }
  }

  #registeredAs({ workerKey, name, workerType }: LocalModel): string[] {
    const both = workerType === "reranker" && this.#options.rerankersAsText2vec;
    return both ? [workerKey, formatWorkerKey(name, "text2vec")] : [workerKey];
  }

  /** Runs `action` when nothing else is done to that model. */
  async exclusively<T>(workerKey: string, action: () => Promise<T>): Promise<T> {
    const before = this.#busy.get(workerKey) ?? Promise.resolve();
    const run = before.then(action, action);
    this.#busy.set(workerKey, run);
    try {
      return await run;
    } finally {
      if (this.#busy.get(workerKey) === run) this.#busy.delete(workerKey);
    }
  }
}
