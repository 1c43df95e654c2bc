/**
 * So much a minute: what was not used fills up again, to a minute's worth and no further. What is taken may exceed what
 * is there, since how long an answer gets is known at its end only; then it takes until the debt is paid.
 */
export class RateBucket {
  readonly #perMinute: number;
  readonly #now: () => number;
  #level: number;
  #at: number;

  /** @param now in milliseconds, by a clock that is not set */
  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#level = perMinute;
    this.#at = now();
  }

  /** How long until one can be taken, in milliseconds; 0 for now. */
  get waitMs(): number {
    this.#fill();
    return this.#level >= 1 ? 0 : Math.ceil(((1 - this.#level) / this.#perMinute) * 60_000);
  }

  take(count: number): void {
    this.#fill();
    this.#level -= count;
  }

  #fill(): void {
    const now = this.#now();
    this.#level = Math.min(this.#perMinute, this.#level + ((now - this.#at) / 60_000) * this.#perMinute);
    this.#at = now;
  }
}
