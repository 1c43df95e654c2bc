import { setTimeout as delay } from "node:timers/promises";
import type { ModelInstance, ModelInstanceAddress, ModelInstanceRegistration, ModelRegistry } from "@modelfleet/core";

export interface PatientRegistryOptions {
  /** How long a registration is waited for, in milliseconds. */
  patienceMs: number;
  /** Told when that is over, and not again before the next. */
  onLate(): void;
  /** Told when all that was late has ended. @param errors of what failed */
  onSettled(errors: readonly unknown[]): void;
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
  #errors: unknown[] = [];

  constructor(registry: ModelRegistry, options: PatientRegistryOptions) {
    this.#registry = registry;
    this.#options = options;
  }

  /** Resolves when it is registered, or is not waited for any more. */
  async registerInstance(instance: ModelInstanceRegistration): Promise<boolean> {
    const registering = this.#inOrder(instance, () => this.#registry.registerInstance(instance));
    if (this.#late === 0 && (await this.#inTime(registering))) return registering;
    this.#late += 1;
    if (this.#late === 1) this.#options.onLate();
    registering.then(
      () => this.#settle(),
      (error: unknown) => {
        this.#errors.push(error);
        this.#settle();
      },
    );
    return true;
  }

  deregisterInstance(
    instance: ModelInstanceAddress,
    options?: Parameters<ModelRegistry["deregisterInstance"]>[1],
  ): Promise<boolean> {
    return this.#inOrder(instance, () => this.#registry.deregisterInstance(instance, options));
  }

  sendHeartbeat(instance: ModelInstanceRegistration): Promise<boolean> {
    return this.#inOrder(instance, () => this.#registry.sendHeartbeat(instance));
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
    } finally {
      if (this.#saying.get(workerKey) === saying) this.#saying.delete(workerKey);
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

  #settle(): void {
    this.#late -= 1;
    if (this.#late > 0) return;
    const errors = this.#errors;
    this.#errors = [];
    this.#options.onSettled(errors);
  }
}
