/** What one of several iterators said. */
export interface Turn<T> {
  /** Which of them, by its place. */
  source: number;
  result: IteratorResult<T, unknown>;
}

/** Several iterators as one, in the order of their answers. Each is asked again once its answer was taken. */
export class MergedTurns<T> {
  readonly #sources: readonly AsyncIterator<T>[];
  /** Those whose last answer was taken. */
  #idle: number[];
  readonly #ready: Turn<T>[] = [];
  #failure: { error: unknown } | undefined;
  #waiting: { resolve: (turn: Turn<T>) => void; reject: (error: unknown) => void } | undefined;

  /** @param open the places of those that have not ended */
  constructor(sources: readonly AsyncIterator<T>[], open: readonly number[]) {
    this.#sources = sources;
    this.#idle = [...open];
  }

  /** Rejects with the first failure of any of them. Must not be called again after the last one has ended. */
  next(): Promise<Turn<T>> {
    for (const source of this.#idle) this.#ask(source);
    this.#idle = [];
    if (this.#failure) return Promise.reject(this.#failure.error);
    const turn = this.#ready.shift();
    if (turn) return Promise.resolve(this.#take(turn));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #take(turn: Turn<T>): Turn<T> {
    if (!turn.result.done) this.#idle.push(turn.source);
    return turn;
  }

  #ask(source: number): void {
    (this.#sources[source] as AsyncIterator<T>).next().then(
      (result) => {
        const waiting = this.#waiting;
        this.#waiting = undefined;
        if (waiting) waiting.resolve(this.#take({ source, result }));
        else this.#ready.push({ source, result });
      },
      (error: unknown) => {
        const waiting = this.#waiting;
        this.#waiting = undefined;
        if (waiting) waiting.reject(error);
        else this.#failure ??= { error };
      },
    );
  }
}
