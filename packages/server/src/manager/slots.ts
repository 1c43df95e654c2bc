import { HttpStatusError } from "@modelfleet/core";

export interface SlotsOptions {
  /** How many may run at once. */
  limit: number;
  /** How many may wait for that. */
  maxWaiting: number;
  /** What those who may not even wait are told, in milliseconds. */
  retryAfterMs: number;
  /** Names the thing in the error. */
  what: string;
}

interface Waiter {
  resolve(release: () => void): void;
}

/** Lets so many in at once, and so many more wait in a line. */
export class Slots {
  readonly #options: SlotsOptions;
  /** In the order of their coming. A set, since those who give up leave from anywhere. */
  readonly #line = new Set<Waiter>();
  #taken = 0;

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  get taken(): number {
    return this.#taken;
  }

  get limit(): number {
    return this.#options.limit;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /**
   * Resolves when a slot is there, with what gives it back; only the first call of that counts.
   *
   * @throws HttpStatusError with status 429 and `retryAfterMs` where the line is full, as a remote worker's would be,
   * so that callers need not care which of the two they have; the signal's reason once it is aborted
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const { limit, maxWaiting, retryAfterMs, what } = this.#options;
    if (this.#taken < limit) {
      this.#taken += 1;
      return this.#release();
    }
    if (this.#line.size >= maxWaiting) {
      throw new HttpStatusError(
        `${what} is at its limit: ${limit} requests run and ${maxWaiting} wait. Try again later.`,
        { status: 429, retryAfterMs },
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#line.delete(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        resolve(release) {
          signal.removeEventListener("abort", leave);
          resolve(release);
        },
      };
      this.#line.add(waiter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #release(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = this.#line;
      if (!next) {
        this.#taken -= 1;
        return;
      }
      // The slot goes from hand to hand, so that nobody who comes just now overtakes the line.
      this.#line.delete(next);
      next.resolve(this.#release());
    };
  }
}
