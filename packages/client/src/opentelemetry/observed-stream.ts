import type { ModelOutput } from "@modelfleet/core";
import type { ObservedCall } from "./observed-call.ts";

type Result = IteratorResult<ModelOutput>;

/**
 * A stream whose call is observed from its first read to its end. Written by hand: an async generator that waits for an
 * output cannot be left.
 */
export class ObservedStream implements AsyncIterableIterator<ModelOutput> {
  readonly #begin: () => ObservedCall;
  readonly #open: (call: ObservedCall) => AsyncIterable<ModelOutput>;
  #call: ObservedCall | undefined;
  #source: AsyncIterator<ModelOutput> | undefined;
  #left = false;

  constructor(begin: () => ObservedCall, open: (call: ObservedCall) => AsyncIterable<ModelOutput>) {
    this.#begin = begin;
    this.#open = open;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    if (this.#left) return Promise.resolve({ done: true, value: undefined });
    try {
      this.#source ??= this.#start();
      return this.#source.next().then(this.#onResult, this.#onError);
    } catch (error) {
      // A request that is refused before it is sent.
      this.#left = true;
      this.#call?.end(error);
      return Promise.reject(error);
    }
  }

  async return(): Promise<Result> {
    this.#left = true;
    // First, so that what leaving breaks off is not taken for a failure.
    this.#call?.end();
    await this.#source?.return?.();
    return { done: true, value: undefined };
  }

  #start(): AsyncIterator<ModelOutput> {
    this.#call = this.#begin();
    return this.#open(this.#call)[Symbol.asyncIterator]();
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
