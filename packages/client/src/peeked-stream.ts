import type { ModelOutput } from "@modelfleet/core";

/** A stream whose first result was looked at already. */
export class PeekedStream implements AsyncIterableIterator<ModelOutput> {
  #first: IteratorResult<ModelOutput> | undefined;
  readonly #rest: AsyncIterableIterator<ModelOutput>;

  constructor(first: IteratorResult<ModelOutput>, rest: AsyncIterableIterator<ModelOutput>) {
    this.#first = first;
    this.#rest = rest;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ModelOutput>> {
    const first = this.#first;
    if (!first) return this.#rest.next();
    this.#first = undefined;
    return Promise.resolve(first);
  }

  async return(): Promise<IteratorResult<ModelOutput>> {
    this.#first = undefined;
    await this.#rest.return?.();
    return { done: true, value: undefined };
  }
}
