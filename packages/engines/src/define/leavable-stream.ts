import type { ModelOutput } from "@modelfleet/core";

const done: IteratorResult<ModelOutput> = { done: true, value: undefined };

/**
 * A stream that can be left while one waits for its next output: a generator alone queues `return()` behind the
 * `next()` under way, and would work on for nobody until that settles.
 */
export class LeavableStream implements AsyncIterableIterator<ModelOutput> {
  readonly #open: (signal: AbortSignal) => AsyncGenerator<ModelOutput>;
  readonly #caller: AbortSignal;
  readonly #leave = new AbortController();
  #source: AsyncGenerator<ModelOutput> | undefined;
  #left = false;

  /** @param open called by the first `next()` @param caller what else ends the stream */
  constructor(open: (signal: AbortSignal) => AsyncGenerator<ModelOutput>, caller: AbortSignal) {
    this.#open = open;
    this.#caller = caller;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ModelOutput>> {
    if (this.#left) return Promise.resolve(done);
    this.#source ??= this.#open(AbortSignal.any([this.#caller, this.#leave.signal]));
    return this.#source.next();
  }

  async return(): Promise<IteratorResult<ModelOutput>> {
    if (this.#left) return done;
    this.#left = true;
    this.#leave.abort(new DOMException("The stream was left before its end.", "AbortError"));
    await this.#source?.return(undefined);
    return done;
  }
}
