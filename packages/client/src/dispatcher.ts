import {
  abortable,
  type CallOptions,
  type InstanceQuery,
  ModelfleetError,
  type ModelInstance,
  type ModelMessage,
  type ModelRegistry,
  NoHealthyInstanceError,
} from "@modelfleet/core";
import { CircuitBreaker, type CircuitBreakerOptions } from "./circuit-breaker.ts";
import { classifyFailure } from "./failure.ts";
import { RegistryCache, type RegistryCacheOptions } from "./registry-cache.ts";
import type { SelectionContext, SelectionPolicy } from "./selection/selection-policy.ts";
import { twoChoices } from "./selection/two-choices.ts";

export interface DispatcherOptions {
  registry: ModelRegistry;
  policy?: SelectionPolicy | undefined;
  cache?: RegistryCacheOptions | undefined;
  breaker?: CircuitBreakerOptions | undefined;
  /** Where the policies' randomness comes from. */
  random?: (() => number) | undefined;
}

export interface DispatchOptions extends CallOptions {
  /** The conversation so far, for the policy. */
  messages?: readonly ModelMessage[] | undefined;
}

/** An instance that works on a request. */
export interface Lease {
  readonly instance: ModelInstance;
  /** The request is over, well or with an error. Only the first call counts. */
  end(error?: unknown): void;
}

/** Where an instance listens; models of one worker process share it. */
export const addressOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;

/**
 * Picks an instance for each request, and another one where it fails in a way that another one may not: see
 * `classifyFailure`.
 */
export class Dispatcher {
  readonly cache: RegistryCache;
  readonly #registry: ModelRegistry;
  readonly #breaker: CircuitBreaker;
  readonly #policy: SelectionPolicy;
  readonly #random: () => number;
  readonly #inFlight = new Map<string, number>();
  /** By the cache's list, which stays the same for many requests: to go through 10,000 instances takes milliseconds. */
  readonly #usable = new WeakMap<readonly ModelInstance[], readonly ModelInstance[]>();
  #sequence = 0;

  constructor(options: DispatcherOptions) {
    this.#registry = options.registry;
    this.cache = new RegistryCache(options.registry, options.cache);
    this.#breaker = new CircuitBreaker(options.breaker);
    this.#policy = options.policy ?? twoChoices;
    this.#random = options.random ?? Math.random;
  }

  /**
   * Runs `attempt` on one instance after the other until it succeeds or fails for good. The lease ends with an attempt
   * that fails; otherwise the caller ends it when the request is over.
   *
   * @throws ModelNotFoundError, NoHealthyInstanceError, what the last attempt failed with, or the signal's reason
   */
  async dispatch<T>(workerKey: string, attempt: (lease: Lease) => Promise<T>, options: DispatchOptions): Promise<T> {
    const tried = new Set<string>();
    const failures: unknown[] = [];
    const spent = new Set<string>();
    for (;;) {
      if (failures.length > 1) await backOff(failures.length, options.signal);
      const instance = await this.select(workerKey, options, tried);
      const refused = spent.has("one-after-refusal");
      // Who was told to come back later is told so at once: one that rests is no other that may have a place.
      if (!instance || (refused && !this.#breaker.allows(addressOf(instance)))) throw allFailed(workerKey, failures);
      tried.add(addressOf(instance));
      const lease = this.#lease(workerKey, instance, options.signal);
      try {
        const result = await attempt(lease);
        // Known with the first frame: a trial need not wait for the end of a long answer.
        this.#breaker.succeeded(addressOf(instance));
        return result;
      } catch (error) {
        lease.end(error);
        options.signal?.throwIfAborted();
        const { next } = classifyFailure(error);
        // What one instance refused another may take, but a request that kills its worker must not walk the fleet.
        if (next === "none" || spent.has(next)) throw error;
        if (next !== "any") spent.add(next);
        // The one that is told: a refusal says when to come back.
        if (refused) failures.unshift(error);
        else failures.push(error);
      }
    }
  }

  /**
   * One instance by the policy, a healthy one unless `healthyOnly` is false, without taking a place on it; `undefined`
   * if all were tried.
   *
   * @throws ModelNotFoundError, NoHealthyInstanceError
   */
  async select(
    workerKey: string,
    options: DispatchOptions & InstanceQuery = {},
    tried: ReadonlySet<string> = new Set(),
  ): Promise<ModelInstance | undefined> {
    let { instances, cached } = await this.cache.instances(workerKey, options);
    const untried = (): readonly ModelInstance[] => {
      const usable = options.healthyOnly === false ? instances : this.#usableOf(instances);
      return tried.size > 0 ? usable.filter((instance) => !tried.has(addressOf(instance))) : usable;
    };
    let usable = untried();
    if (usable.length === 0 && cached) {
      // The answer is an old one: ask again before giving up.
      this.cache.invalidate(workerKey);
      ({ instances, cached } = await this.cache.instances(workerKey, options));
      usable = untried();
    }
    if (usable.length === 0) {
      if (tried.size > 0) return undefined;
      const { nothingToUse } = await import("./nothing-to-use.ts");
      throw await nothingToUse(this.#registry, workerKey, instances, options);
    }
    const context: SelectionContext = {
      inFlight: (instance) => this.#inFlight.get(addressOf(instance)) ?? 0,
      random: this.#random,
      sequence: this.#sequence++,
      messages: options.messages,
    };
    // What one instance took and left unanswered has one more try, which is not to be spent on a trial.
    const allowed = (instance: ModelInstance): boolean => this.#breaker.allows(addressOf(instance), tried.size === 0);
    // Nearly always all can be reached, and then nothing need be known of the others.
    const picked = this.#policy(usable, context);
    if (allowed(picked)) return picked;
    const reachable = usable.filter(allowed);
    return reachable.length > 0 ? this.#policy(reachable, context) : this.#firstToWake(usable);
  }

  #usableOf(instances: readonly ModelInstance[]): readonly ModelInstance[] {
    let usable = this.#usable.get(instances);
    if (!usable) {
      usable = instances.filter((instance) => instance.healthy && instance.enabled);
      this.#usable.set(instances, usable);
    }
    return usable;
  }

  #lease(workerKey: string, instance: ModelInstance, signal: AbortSignal | undefined): Lease {
    const address = addressOf(instance);
    this.#inFlight.set(address, (this.#inFlight.get(address) ?? 0) + 1);
    this.#breaker.started(address);
    let ended = false;
    // A reader that aborts need not come back to the stream to hear of it.
    const abort = () => end(signal?.reason);
    const end = (error?: unknown): void => {
      if (ended) return;
      ended = true;
      signal?.removeEventListener("abort", abort);
      const left = (this.#inFlight.get(address) ?? 1) - 1;
      if (left > 0) this.#inFlight.set(address, left);
      else this.#inFlight.delete(address);
      this.#learn(workerKey, address, error);
    };
    signal?.addEventListener("abort", abort);
    return { instance, end };
  }

  /** What the end of a request says about its instance. */
  #learn(workerKey: string, address: string, error: unknown): void {
    if (error === undefined) this.#breaker.succeeded(address);
    // Given up by the caller: that says nothing.
    else if (!ModelfleetError.isInstance(error)) this.#breaker.released(address);
    else {
      const { reachable, stale } = classifyFailure(error);
      if (reachable) this.#breaker.succeeded(address);
      else if (reachable === false) this.#breaker.failed(address);
      else this.#breaker.released(address);
      if (stale) this.cache.invalidate(workerKey);
    }
  }

  /** All of them rest: a try at the one that has rested longest is better than a failure. */
  #firstToWake(instances: readonly ModelInstance[]): ModelInstance {
    const wakes = (instance: ModelInstance) => this.#breaker.restsUntil(addressOf(instance));
    return instances.reduce((first, instance) => (wakes(instance) < wakes(first) ? instance : first));
  }
}

function allFailed(workerKey: string, failures: readonly unknown[]): unknown {
  const last = failures.at(-1);
  if (failures.length === 1) return last;
  return new NoHealthyInstanceError(
    `${failures.length} instances of ${workerKey} were tried and failed, one of them with: ` +
      (last instanceof Error ? last.message : String(last)),
    workerKey,
    { cause: last },
  );
}

/** The second instance is tried at once, later ones after 50 ms, 100 ms and so on, up to a second. */
async function backOff(failures: number, signal: AbortSignal | undefined): Promise<void> {
  const wait = new Promise<void>((wake) => setTimeout(wake, Math.min(50 * 2 ** (failures - 2), 1_000)));
  await abortable(wait, signal);
}
