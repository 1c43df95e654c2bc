import {
  formatWorkerKey,
  InvalidInputError,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerStartupRequest,
} from "@modelfleet/core";
import { applyToModel } from "./apply-to-model.ts";
import type { LocalModel } from "./local-model.ts";
import type { WorkerAddress } from "./local-worker-manager-options.ts";
import type { ModelTable } from "./model-table.ts";
import type { StateKeeper } from "./state-keeper.ts";

/** What operators do to models while a manager runs, each saved when it is done. */
export class OperatedModels {
  readonly #table: ModelTable;
  readonly #state: StateKeeper;

  constructor(table: ModelTable, state: StateKeeper) {
    this.#table = table;
    this.#state = state;
  }

  /** @throws InvalidInputError if it runs already, or no engine can run it; what the engine fails with */
  async startUp({ model: name, workerType, params = {} }: WorkerStartupRequest): Promise<void> {
    if (workerType === "service") throw new InvalidInputError("A service cannot be started: give the type of a model.");
    const workerKey = formatWorkerKey(name, workerType);
    await this.#table.exclusively(workerKey, async () => {
      const known = this.#table.get(workerKey);
      if (known?.worker) throw new InvalidInputError(`${workerKey} runs here already: stop it first.`);
      if (known) await this.#startAgain(known, params);
      else await this.#table.startOrDelete(this.#table.add({ name, workerType, params }, true));
      await this.#save();
    });
  }

  /** Stops a model; it stays known. @throws ModelNotFoundError */
  async shutDown(workerKey: string): Promise<void> {
    await this.#table.exclusively(workerKey, async () => {
      const model = this.#table.known(workerKey);
      model.wanted = false;
      await this.#stopAndSave(model);
    });
  }

  /** Stops a model and forgets it. @throws ModelNotFoundError */
  async remove(workerKey: string): Promise<void> {
    await this.#table.exclusively(workerKey, async () => {
      const model = this.#table.known(workerKey);
      this.#table.delete(model);
      await this.#stopAndSave(model, true);
    });
  }

  /** @param now in milliseconds @throws ModelNotFoundError */
  async apply(request: WorkerApplyRequest, address: WorkerAddress, now: () => number): Promise<WorkerApplyResult> {
    const workerKey = formatWorkerKey(request.model, request.workerType);
    return this.#table.exclusively(workerKey, async () => {
      const result = await applyToModel(this.#table, this.#table.known(workerKey), request, address, now);
      await this.#save();
      return result;
    });
  }

  /**
   * A stopped one starts with the params that it had, and over them those that it is given: who changes one option need
   * not know where the model's files are. Null is as before: `dbgpt model start` sends all options there are. Another
   * provider has no use for the old ones.
   */
  async #startAgain(model: LocalModel, params: Record<string, unknown>): Promise<void> {
    const before = model.params;
    const kept = (params.provider ?? before.provider) === before.provider ? before : {};
    const given = Object.entries(params).filter(([, value]) => value !== null && value !== undefined);
    model.params = { ...kept, ...Object.fromEntries(given) };
    try {
      await this.#table.start(model);
      model.wanted = true;
    } catch (error) {
      model.params = before;
      throw error;
    }
  }

  /** Saves also where the engine fails to stop: what an operator stopped or deleted does not come back with a restart. */
  async #stopAndSave(model: LocalModel, removeFromRegistry = false): Promise<void> {
    try {
      await this.#table.stop(model, removeFromRegistry);
    } finally {
      await this.#save();
    }
  }

  async #save(): Promise<void> {
    await this.#state.save(this.#table.all());
  }
}
