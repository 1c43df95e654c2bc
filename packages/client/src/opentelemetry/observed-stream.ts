import type { ModelOutput } from "@modelfleet/core";
import type { ObservedCall } from "./observed-call.ts";

type Result = IteratorResult<ModelOutput>;

/**
 * A stream whose call is observed from its first read to its end. Written by hand: an async generator that waits for an
 * output cannot be left.
 */
export class ObservedStream implements AsyncIterableIterator<ModelOutput> {
  readonly #begin: () => { call: ObservedCall; source: AsyncIterable<ModelOutput> };
  #call: ObservedCall | undefined;
  #source: AsyncIterator<ModelOutput> | undefined;
  #left = false;

  constructor(begin: () => { call: ObservedCall; source: AsyncIterable<ModelOutput> }) {
    this.#begin = begin;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    if (this.#left) return Promise.resolve({ done: true, value: undefined });
    if (!this.#source) {
      const { call, source } = this.#begin();
      this.#call = call;
      this.#source = source[Symbol.asyncIterator]();
    }
    return this.#source.next().then(this.#onResult, this.#onError);
  }

  async return(): Promise<Result> {
    this.#left = true;
    // First, so that what leaving breaks off is not taken for a failure.
    this.#call?.end();
    await this.#source?.return?.();
    return { done: true, value: undefined };
  }

  readonly #onResult = (result: Result): Result => {
    if (result.done) this.#call?.end();
    else this.#call?.output(result.value);
    return result;
  };

  readonly #onError = (error: unknown): never => {
    this.#call?.end(error);
    throw error;
  };
}
