import type { ModelInstanceRegistration, ModelRegistry } from "@modelfleet/core";

/**
 * What one registry is told of this worker's instances. Never rejects: a controller that is away hears of everything
 * with the next heartbeat, which registers what it does not know.
 */
export class RegistryLink {
  readonly #registry: ModelRegistry;
  readonly #onError: (error: unknown) => void;
  /** What is being said of an instance, so that a late heartbeat does not bring a withdrawn one back. */
  readonly #underWay = new Map<string, Promise<void>>();
  #failing = false;

  /** @param onError called with the first error of each row of them */
  constructor(registry: ModelRegistry, onError: (error: unknown) => void) {
    this.#registry = registry;
    this.#onError = onError;
  }

  async register(instance: ModelInstanceRegistration): Promise<void> {
    await this.#say(instance.workerKey, () => this.#registry.registerInstance(instance));
  }

  async heartbeat(instance: ModelInstanceRegistration): Promise<void> {
    // One that the controller has not answered yet is not followed by another.
    if (this.#underWay.has(instance.workerKey)) return;
    await this.#say(instance.workerKey, () => this.#registry.sendHeartbeat(instance));
  }

  async withdraw(instance: ModelInstanceRegistration, removeFromRegistry: boolean): Promise<void> {
    await this.#say(instance.workerKey, () => this.#registry.deregisterInstance(instance, { removeFromRegistry }));
  }

  async #say(workerKey: string, call: () => Promise<unknown>): Promise<void> {
    const before = this.#underWay.get(workerKey);
    const saying = (async () => {
      await before;
      try {
        await call();
        this.#failing = false;
      } catch (error) {
        if (!this.#failing) this.#onError(error);
        this.#failing = true;
      }
    })();
    this.#underWay.set(workerKey, saying);
    await saying;
    if (this.#underWay.get(workerKey) === saying) this.#underWay.delete(workerKey);
  }
}
