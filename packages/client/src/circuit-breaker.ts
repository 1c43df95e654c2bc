export interface CircuitBreakerOptions {
  /** How long an address rests after its first failure, in milliseconds; doubled with each further one. 1,000 by default. */
  restMs?: number | undefined;
  /** The longest rest, in milliseconds; 30,000 by default. */
  maxRestMs?: number | undefined;
  /** The clock, in milliseconds. */
  now?: (() => number) | undefined;
}

interface Failing {
  failures: number;
  restsUntil: number;
  /** A request is under way that shows whether the address is back. */
  onTrial: boolean;
}

/** Workers come and go under new addresses, so their number is bounded. */
const maxAddresses = 10_000;

/**
 * Keeps requests away from addresses that cannot be reached. Only failed connections count: a server that answers
 * with an error is there, and what it answers says something about the request, not about the connection.
 *
 * An address rests after each failed connection. Once its rest is over, one request may try it, and the others wait
 * for how that goes.
 */
export class CircuitBreaker {
  readonly #failing = new Map<string, Failing>();
  readonly #restMs: number;
  readonly #maxRestMs: number;
  readonly #now: () => number;

  constructor(options: CircuitBreakerOptions = {}) {
    this.#restMs = options.restMs ?? 1_000;
    this.#maxRestMs = options.maxRestMs ?? 30_000;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Whether a request may go to the address now, also as the one that tries it after its rest unless `trial` is false. */
  allows(address: string, trial = true): boolean {
    const state = this.#failing.get(address);
    return !state || (trial && !state.onTrial && this.#now() >= state.restsUntil);
  }

  /** When its rest is over, by the breaker's clock; 0 for an address that does not rest. */
  restsUntil(address: string): number {
    return this.#failing.get(address)?.restsUntil ?? 0;
  }

  /** A request goes to the address. */
  started(address: string): void {
    const state = this.#failing.get(address);
    if (state) state.onTrial = true;
  }

  /** The address answered, with whatever. */
  succeeded(address: string): void {
    this.#failing.delete(address);
  }

  /** The address could not be reached. */
  failed(address: string): void {
    const state = this.#failing.get(address);
    // Requests that were under way together fail together, and tell no more than the first of them.
    if (state && !state.onTrial && !this.allows(address)) return;
    if (!state && this.#failing.size >= maxAddresses) {
      this.#failing.delete(this.#failing.keys().next().value as string);
    }
    const failures = (state?.failures ?? 0) + 1;
    const rest = Math.min(this.#restMs * 2 ** (failures - 1), this.#maxRestMs);
    this.#failing.set(address, { failures, restsUntil: this.#now() + rest, onTrial: false });
  }

  /** The request was given up before it showed anything. */
  released(address: string): void {
    const state = this.#failing.get(address);
    if (state) state.onTrial = false;
  }
}
