import type { TimeoutPhase } from "@modelfleet/core";

/** The longest delay that timers take. */
const maxDelayMs = 2 ** 31 - 1;

/**
 * One limit on time that is moved with every piece of a body. Moving it touches no timer: a timer that fires early
 * looks again. So does one that fires in time, at once: where the process was held up, what came meanwhile is read first.
 */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDue = 0;
  #due = Number.POSITIVE_INFINITY;
  #phase: TimeoutPhase = "connect";
  #limitMs = 0;
  readonly #expire: (phase: TimeoutPhase, limitMs: number) => void;

  constructor(expire: (phase: TimeoutPhase, limitMs: number) => void) {
    this.#expire = expire;
  }

  /** Sets the limit, in milliseconds, 0 for none, of which `spentMs` are gone already. */
  arm(phase: TimeoutPhase, limitMs: number, spentMs = 0): void {
    this.#phase = phase;
    this.#limitMs = limitMs;
    this.#due = limitMs > 0 ? performance.now() + limitMs - spentMs : Number.POSITIVE_INFINITY;
    if (limitMs > 0 && (this.#timer === undefined || this.#timerDue > this.#due)) this.#schedule();
  }

  /** Lifts the limit for the time being. */
  disarm(): void {
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** Lets go of the timer. */
  clear(): void {
    this.disarm();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timerDue = this.#due;
    const delay = Math.min(Math.max(this.#due - performance.now(), 0), maxDelayMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!delay && performance.now() >= this.#due) this.#expire(this.#phase, this.#limitMs);
      else if (this.#due < Number.POSITIVE_INFINITY) this.#schedule();
    }, delay);
  }
}
