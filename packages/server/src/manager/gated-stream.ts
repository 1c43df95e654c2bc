import type { ModelOutput } from "@modelfleet/core";

const done: IteratorResult<ModelOutput> = { done: true, value: undefined };

export interface GatedStreamSource {
  /** Aborted when the stream is given up, by whomever. */
  signal: AbortSignal;
  /** Waits for its turn. Rejects with the signal's reason. */
  acquire(): Promise<() => void>;
  open(): AsyncIterable<ModelOutput>;
  /** Aborts the signal. */
  abort(reason: unknown): void;
  /** Called with each output before the reader has it. */
  output(output: ModelOutput): void;
  /** Called once, when nothing is held any more, with what it failed with. */
  end(failure?: unknown): void;
}

/**
 * A generation that waits for its slot when it is first read, and gives it back when the engine has let go. A reader
 * that gives up is not kept waiting for an engine that is slow to notice.
 */
export class GatedStream implements AsyncIterableIterator<ModelOutput> {
  readonly #makeSource: () => GatedStreamSource;
  #source: GatedStreamSource | undefined;
  #starting: Promise<void> | undefined;
  #iterator: AsyncIterator<ModelOutput> | undefined;
  #release: (() => void) | undefined;
  #reject: ((reason: unknown) => void) | undefined;
  /** Why it ended while nobody waited: for whoever asks next, so that half an answer is not taken for the whole. */
  #failure: { reason: unknown } | undefined;
  #left = false;
  #leaving: Promise<void> | undefined;

  /** @param makeSource called by the first `next()`: a stream that nobody reads holds nothing */
  constructor(makeSource: () => GatedStreamSource) {
    this.#makeSource = makeSource;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ModelOutput>> {
    if (this.#left) {
      const failure = this.#failure;
      this.#failure = undefined;
      return failure ? Promise.reject(failure.reason) : Promise.resolve(done);
    }
    if (!this.#source || !this.#iterator) {
      // Who reads ahead before the first output waits for the same start.
      this.#starting ??= this.#start();
      return this.#starting.then(() => this.next());
    }
    const { signal } = this.#source;
    const reading = this.#iterator.next();
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      reading.then(
        (result) => {
          this.#reject = undefined;
          if (result.done) this.#finish();
          else this.#source?.output(result.value);
          resolve(result);
        },
        (error: unknown) => {
          this.#reject = undefined;
          const reason: unknown = signal.aborted ? signal.reason : error;
          this.#finish(reason);
          reject(reason);
        },
      );
    });
  }

  async return(): Promise<IteratorResult<ModelOutput>> {
    if (this.#left && !this.#leaving) return done;
    this.#source?.abort(new DOMException("The stream was left before its end.", "AbortError"));
    this.#failure = undefined;
    await this.#leave();
    return done;
  }

  async #start(): Promise<void> {
    this.#source = this.#makeSource();
    const { signal } = this.#source;
    try {
      this.#release = await this.#source.acquire();
      signal.throwIfAborted();
      this.#iterator = this.#source.open()[Symbol.asyncIterator]();
    } catch (error) {
      this.#finish(error);
      throw error;
    }
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  readonly #onAbort = (): void => {
    const reason: unknown = this.#source?.signal.reason;
    if (this.#reject) this.#reject(reason);
    else this.#failure = { reason };
    void this.#leave();
  };

  /** The slot is free when the engine has really stopped. */
  #leave(): Promise<void> {
    this.#left = true;
    this.#leaving ??= (async () => {
      try {
        await this.#iterator?.return?.();
      } catch {
        // It was to stop, and did.
      } finally {
        this.#finish(this.#source?.signal.reason);
      }
    })();
    return this.#leaving;
  }

  #finish(failure?: unknown): void {
    this.#left = true;
    this.#source?.signal.removeEventListener("abort", this.#onAbort);
    this.#release?.();
    this.#release = undefined;
    this.#source?.end(failure);
    this.#source = undefined;
  }
}
