import { setTimeout as delay } from "node:timers/promises";
import type { ModelInstance, ModelInstanceAddress, ModelInstanceRegistration, ModelRegistry } from "@modelfleet/core";

export interface PatientRegistryOptions {
  /** How long a registration is waited for, in milliseconds. */
  patienceMs: number;
  /** Told when that is over, and not again before the next. */
  onLate(): void;
  /** Told of a registration that failed when it was not waited for any more; what is waited for rejects. */
  onFailed(error: unknown): void;
  /** Told when the controller knows of an instance after it was late, or failed. */
  onBack(): void;
  /** What it fails with, in place of the registry's own error. */
  describe(error: unknown): Error;
}

/**
 * A controller that is told of a worker, but not waited for: one that takes connections and says nothing must not keep
 * the worker from serving. What is told of an instance stays in its order.
 */
export class PatientRegistry implements ModelRegistry {
  readonly #registry: ModelRegistry;
  readonly #options: PatientRegistryOptions;
  /** The last thing that is being said of each instance. */
  readonly #saying = new Map<string, Promise<unknown>>();
  /** How many registrations go on without being waited for. */
  #late = 0;
  /** Whether it was late, or failed, since it was last told of something. */
  #away = false;

  constructor(registry: ModelRegistry, options: PatientRegistryOptions) {
    this.#registry = registry;
    this.#options = options;
  }

  /** Resolves when it is registered, or is not waited for any more. */
  async registerInstance(instance: ModelInstanceRegistration): Promise<boolean> {
    const registering = this.#telling(this.#inOrder(instance, () => this.#registry.registerInstance(instance)));
    if (this.#late === 0 && (await this.#inTime(registering))) return registering;
    this.#late += 1;
    if (this.#late === 1) this.#options.onLate();
    this.#away = true;
    registering
      .catch((error: unknown) => {
        // The others fail as it does.
        if (this.#late === 1) this.#options.onFailed(error);
      })
      .finally(() => {
        this.#late -= 1;
      });
    return true;
  }

  deregisterInstance(
    instance: ModelInstanceAddress,
    options?: Parameters<ModelRegistry["deregisterInstance"]>[1],
  ): Promise<boolean> {
    return this.#inOrder(instance, () => this.#registry.deregisterInstance(instance, options));
  }

  sendHeartbeat(instance: ModelInstanceRegistration): Promise<boolean> {
    return this.#telling(this.#inOrder(instance, () => this.#registry.sendHeartbeat(instance)));
  }

  getAllInstances(...given: Parameters<ModelRegistry["getAllInstances"]>): Promise<ModelInstance[]> {
    return this.#registry.getAllInstances(...given);
  }

  getAllModelInstances(...given: Parameters<ModelRegistry["getAllModelInstances"]>): Promise<ModelInstance[]> {
    return this.#registry.getAllModelInstances(...given);
  }

  async #inOrder({ workerKey }: ModelInstanceAddress, call: () => Promise<boolean>): Promise<boolean> {
    const before = this.#saying.get(workerKey) ?? Promise.resolve();
    const saying = before.then(call, call);
    this.#saying.set(workerKey, saying);
    try {
      return await saying;
    } catch (error) {
      throw this.#options.describe(error);
    } finally {
      if (this.#saying.get(workerKey) === saying) this.#saying.delete(workerKey);
    }
  }

  async #telling(saying: Promise<boolean>): Promise<boolean> {
    try {
      const answer = await saying;
      if (this.#away) this.#options.onBack();
      this.#away = false;
      return answer;
    } catch (error) {
      this.#away = true;
      throw error;
    }
  }

  async #inTime(registering: Promise<unknown>): Promise<boolean> {
    const limit = new AbortController();
    const late = delay(this.#options.patienceMs, false, { signal: limit.signal }).catch(() => false);
    const ended = (): boolean => true;
    try {
      return await Promise.race([registering.then(ended, ended), late]);
    } finally {
      limit.abort();
    }
  }
}
