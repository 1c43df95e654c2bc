import type { LocalModel } from "./local-model.ts";
import type { ModelStateStore, StoredModel } from "./model-state-store.ts";
import { StateNotSaved } from "./state-not-saved.ts";

/** Saves the models that were started at run time, one save after the other. */
export class StateKeeper {
  readonly #store: ModelStateStore | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(store: ModelStateStore | undefined) {
    this.#store = store;
  }

  async load(): Promise<readonly StoredModel[]> {
    return this.#store ? this.#store.load() : [];
  }

  /** @throws StateNotSaved where the store fails; a later save is not held up by that */
  async save(models: Iterable<LocalModel>): Promise<void> {
    const store = this.#store;
    if (!store) return;
    const saved = this.#saving.then(() => store.save([...models].filter(({ remembered }) => remembered).map(stored)));
    this.#saving = saved.catch(() => {});
    try {
      await saved;
    } catch (error) {
      throw new StateNotSaved(error);
    }
  }
}

function stored({ name, workerType, params, wanted }: LocalModel): StoredModel {
  return { model: name, workerType, params: { ...params }, ...(wanted ? {} : { stopped: true }) };
}
