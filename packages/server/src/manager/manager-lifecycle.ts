import { formatWorkerKey, workerManagerServiceName } from "@modelfleet/core";
import type { Announcer } from "./announcer.ts";
import type { ModelDefinition } from "./engine-factory.ts";
import type { LocalModel } from "./local-model.ts";
import type { WorkerAddress } from "./local-worker-manager-options.ts";
import type { StoredModel } from "./model-state-store.ts";
import type { ModelTable } from "./model-table.ts";
import type { StateKeeper } from "./state-keeper.ts";

const serviceKey = formatWorkerKey(workerManagerServiceName, "service");

export interface ManagerLifecycleOptions {
  table: ModelTable;
  announcer: Announcer;
  state: StateKeeper;
  /** Whether remembered models start. */
  restore: boolean;
  address(): WorkerAddress;
  onError(error: unknown, doing: string): void;
}

/** From the call of `start` until that of `stop`. */
interface Life {
  readonly begun: Promise<void>;
  readonly broken: AbortController;
  withdrawn: boolean;
}

/**
 * Starts and stops all models of a manager. Loading a model takes minutes, and anything may be called meanwhile: a
 * second start is the first one, and a stop breaks it off and lets go of what had been loaded.
 */
export class ManagerLifecycle {
  readonly #options: ManagerLifecycleOptions;
  #life: Life | undefined;
  #ended: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ManagerLifecycleOptions) {
    this.#options = options;
  }

  /** Whether it was started, ready or not, and not stopped since. */
  get alive(): boolean {
    return this.#life !== undefined;
  }

  /** Whether it was stopped, and not started since. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves when no start is under way, however that ended. */
  async settled(): Promise<void> {
    await this.#life?.begun.catch(() => {});
  }

  /**
   * Resolves when all runs and is registered, with whether this call is the one that began it. Rejects with what a model
   * of the configuration fails with, or with an `AbortError` where it is stopped; nothing is left running then.
   */
  async start(): Promise<boolean> {
    if (this.#life) {
      await this.#life.begun;
      return false;
    }
    const broken = new AbortController();
    const { promise: begun, resolve, reject } = Promise.withResolvers<void>();
    const life: Life = { begun, broken, withdrawn: false };
    this.#life = life;
    this.#stopped = false;
    // Before whoever waits for it goes on.
    begun.catch(() => {
      if (this.#life === life) this.#life = undefined;
    });
    this.#begin(life).then(resolve, reject);
    await begun;
    return true;
  }

  async withdraw(): Promise<void> {
    if (this.#life) this.#life.withdrawn = true;
    await this.#options.announcer.stop();
  }

  /** Rejects with the first failure of an engine; all are stopped all the same. */
  async stop(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    this.#stopped = true;
    life?.broken.abort(new DOMException("The worker manager was stopped while it started.", "AbortError"));
    const before = this.#ended;
    const ending = (async () => {
      await this.#options.announcer.stop();
      await life?.begun.catch(() => {});
      await before;
      await this.#stopModels();
    })();
    this.#ended = ending.catch(() => {});
    await ending;
  }

  async #begin(life: Life): Promise<void> {
    const { table, announcer, state, restore, onError } = this.#options;
    const { signal } = life.broken;
    try {
      await this.#ended;
      // All are known before the first is loaded: what an operator starts meanwhile is saved beside them.
      this.#remember(await state.load());
      for (const model of table.all()) if (!model.remembered) await this.#startModel(model, signal);
      for (const model of restore ? table.all() : []) {
        if (!model.remembered) continue;
        await this.#startModel(model, signal).catch((error: unknown) => {
          signal.throwIfAborted();
          onError(error, `starting the remembered model ${model.workerKey}`);
        });
      }
      signal.throwIfAborted();
      if (!life.withdrawn) await this.#announce();
      signal.throwIfAborted();
    } catch (error) {
      // Nothing half-started stays.
      await announcer.stop();
      await this.#stopModels().catch(() => {});
      throw error;
    }
  }

  #remember(stored: readonly StoredModel[]): void {
    const { table } = this.#options;
    for (const { model: name, workerType: type, params, stopped } of stored) {
      const workerType = type as NonNullable<ModelDefinition["workerType"]>;
      if (table.get(formatWorkerKey(name, workerType))) continue;
      table.add({ name, workerType, params }, true).wanted = !stopped;
    }
  }

  async #startModel(model: LocalModel, signal: AbortSignal): Promise<void> {
    await this.#options.table.exclusively(model.workerKey, async () => {
      signal.throwIfAborted();
      if (model.wanted) await model.start();
      signal.throwIfAborted();
    });
  }

  async #announce(): Promise<void> {
    const { table, announcer, address } = this.#options;
    // Heartbeats first, and all at once: a controller that is silent is waited for once, and not for each model.
    announcer.start();
    await Promise.all([
      announcer.announce({ workerKey: serviceKey, ...address(), healthy: true }),
      ...table.all().map((model) =>
        table.exclusively(model.workerKey, async () => {
          if (model.worker) await table.announce(model);
        }),
      ),
    ]);
  }

  async #stopModels(): Promise<void> {
    const { table } = this.#options;
    const results = await Promise.allSettled(
      table.all().map((model) => table.exclusively(model.workerKey, () => table.stop(model))),
    );
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }
}
