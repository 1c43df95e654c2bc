import { formatWorkerKey } from "@modelfleet/core";
import type { WireTraits } from "./generation.ts";
import { modelType, type StandInModel } from "./model.ts";

/** A model on a worker. */
export interface LoadedModel {
  key: string;
  model: StandInModel;
  /** From the worker's own start, not from `models/startup`. */
  configured: boolean;
  running: boolean;
  params: Record<string, unknown>;
}

export function modelKey(model: StandInModel, traits: WireTraits): string {
  const type = modelType(model);
  return formatWorkerKey(model.name, type === "reranker" && !traits.rerankerType ? "text2vec" : type);
}

/** What one worker process holds. */
export class WorkerModels {
  readonly #loaded = new Map<string, LoadedModel>();
  readonly #traits: WireTraits;
  readonly #keepsAll: boolean;

  /** @param keepsAll whether a stopped model can always be started again, which upstream gets wrong */
  constructor(traits: WireTraits, keepsAll: boolean) {
    this.#traits = traits;
    this.#keepsAll = keepsAll;
  }

  add(model: StandInModel, configured: boolean, params: Record<string, unknown> = {}): LoadedModel {
    const key = modelKey(model, this.#traits);
    const loaded: LoadedModel = { key, model, configured, running: true, params };
    this.#loaded.set(key, loaded);
    return loaded;
  }

  get(key: string): LoadedModel | undefined {
    return this.#loaded.get(key);
  }

  all(): LoadedModel[] {
    return [...this.#loaded.values()];
  }

  /**
   * Upstream forgets a model when it stops, so that it cannot be started again, nor restarted. From 0.7 the language
   * models of its configuration escape that: `_remove_worker` looks for them under the wrong key.
   */
  stop(loaded: LoadedModel): void {
    loaded.running = false;
    const escapes = this.#traits.content && loaded.configured && modelType(loaded.model) === "llm";
    if (!this.#keepsAll && !escapes) this.#loaded.delete(loaded.key);
  }

  forget(loaded: LoadedModel): void {
    this.#loaded.delete(loaded.key);
  }
}
