const everyMs = 20;

/** Notices when this process gets no turn: its machine is busy, or sleeps. What came meanwhile then seems to come at once. */
export class OwnPauses implements Disposable {
  #lookedAt = performance.now();
  #last = { endedAt: 0, ms: 0 };
  readonly #timer = setInterval(() => this.#look(), everyMs);

  /** How long the one lasted that has just ended, in milliseconds; 0 where there was none. */
  get justEndedMs(): number {
    this.#look();
    return performance.now() - this.#last.endedAt < 2 * everyMs ? this.#last.ms : 0;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const ms = now - this.#lookedAt;
    this.#lookedAt = now;
    if (ms < 2 * everyMs) return;
    const before = now - ms - this.#last.endedAt < 2 * everyMs ? this.#last.ms : 0;
    this.#last = { endedAt: now, ms: before + ms };
  }
}
