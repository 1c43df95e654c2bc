import { abortable, type CallOptions, type ModelInstance, type ModelRegistry } from "@modelfleet/core";

export interface RegistryCacheOptions {
  /** How long an answer is used without asking again, in milliseconds; 5,000 by default. */
  freshMs?: number | undefined;
  /**
   * How long an older answer is still used while a new one is fetched in the background, in milliseconds; 60,000 by
   * default. Past that, and once an instance could not be reached, a request waits for the controllers.
   * For twice as long, an answer without healthy instances does not replace one with instances.
   */
  staleMs?: number | undefined;
  /** How long it waits for them, where an older answer is at hand, before it takes that, in milliseconds; 1,000 by default. */
  patienceMs?: number | undefined;
  /** The clock, in milliseconds. */
  now?: (() => number) | undefined;
}

export interface CachedInstances {
  instances: readonly ModelInstance[];
  cached: boolean;
}

interface Entry {
  instances: readonly ModelInstance[];
  at: number;
  /** An instance of it could not be reached: the next request waits for a new answer. */
  invalid: boolean;
  /** So too since the answer that is under way was asked for. */
  overtaken: boolean;
  refresh: Promise<readonly ModelInstance[]> | undefined;
  /** One that was waited for in vain. */
  silent?: Promise<readonly ModelInstance[]>;
}

/** The names of models come from callers, so their number is bounded. */
const maxEntries = 1_000;

/** Keeps the registry's answers, so that no request waits for a controller while a fresh answer is at hand. */
export class RegistryCache {
  readonly #registry: ModelRegistry;
  readonly #entries = new Map<string, Entry>();
  readonly #freshMs: number;
  readonly #staleMs: number;
  readonly #patienceMs: number;
  readonly #now: () => number;

  constructor(registry: ModelRegistry, options: RegistryCacheOptions = {}) {
    this.#registry = registry;
    this.#freshMs = options.freshMs ?? 5_000;
    this.#staleMs = options.staleMs ?? 60_000;
    this.#patienceMs = options.patienceMs ?? 1_000;
    this.#now = options.now ?? (() => performance.now());
  }

  /** The instances of a worker key, healthy or not, and whether the answer was at hand already. */
  async instances(workerKey: string, options?: CallOptions): Promise<CachedInstances> {
    options?.signal?.throwIfAborted();
    const entry = this.#entries.get(workerKey);
    if (!entry) return { instances: await abortable(this.#fetch(workerKey), options?.signal), cached: false };
    const { instances } = entry;
    const age = this.#now() - entry.at;
    // A model that was not there may just have started, so an empty answer is not kept.
    const usable = !entry.invalid && instances.length > 0;
    if (usable && age < this.#freshMs) return { instances, cached: true };
    const refresh = this.#fetch(workerKey, entry);
    // Where several instances fail under one request, it is not held up for each of them.
    if ((usable && age < this.#staleMs) || entry.silent === refresh) {
      refresh.catch(() => {});
      return { instances, cached: true };
    }
    const answer = instances.length > 0 ? this.#patiently(refresh) : refresh;
    try {
      return { instances: await abortable(answer, options?.signal), cached: false };
    } catch (error) {
      options?.signal?.throwIfAborted();
      if (instances.length === 0) throw error;
      // Until a controller is back it is asked in the background, and requests do not all wait for it to fail.
      entry.at = this.#now() - this.#freshMs;
      entry.invalid = false;
      entry.silent = refresh;
      return { instances, cached: false };
    }
  }

  /** Rejects, too, where a controller takes what was asked and says nothing. */
  #patiently<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(reject, this.#patienceMs);
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  /** Something is not as the registry said: the next request asks it again. */
  invalidate(workerKey: string): void {
    const entry = this.#entries.get(workerKey);
    if (entry) entry.invalid = entry.overtaken = true;
  }

  /** What was known is no longer true: a model was started or stopped. */
  forget(): void {
    this.#entries.clear();
  }

  /** One request per key at a time. It serves several callers, so it is none of theirs to cancel. */
  #fetch(workerKey: string, entry?: Entry): Promise<readonly ModelInstance[]> {
    if (entry?.refresh) return entry.refresh;
    const target: Entry = entry ?? {
      instances: [],
      at: Number.NEGATIVE_INFINITY,
      invalid: false,
      overtaken: false,
      refresh: undefined,
    };
    target.overtaken = false;
    target.refresh = this.#registry
      .getAllInstances(workerKey)
      .then((instances) => {
        // A controller that has just started, or the second of two, knows no worker until heartbeats have told it; one
        // that was suspended takes them all for dead.
        if (!instances.some((row) => row.healthy) && this.#now() - target.at < 2 * this.#staleMs)
          return target.instances;
        target.instances = instances;
        target.at = this.#now();
        target.invalid = target.overtaken;
        return instances;
      })
      .finally(() => {
        target.refresh = undefined;
        // Of no use, and names that callers make up would drive out those that are.
        if (target.instances.length === 0) this.#entries.delete(workerKey);
      });
    this.#remember(workerKey, target);
    return target.refresh;
  }

  #remember(workerKey: string, entry: Entry): void {
    if (!this.#entries.has(workerKey) && this.#entries.size >= maxEntries) {
      this.#entries.delete(this.#entries.keys().next().value as string);
    }
    this.#entries.set(workerKey, entry);
  }
}
