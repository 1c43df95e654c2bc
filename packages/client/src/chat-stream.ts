import { GenerationError, type ModelOutput } from "@modelfleet/core";

/** A stream whose failed generation is thrown: a program that only reads deltas must not take it for an answer. */
export class ChatStream implements AsyncIterableIterator<ModelOutput> {
  readonly #source: AsyncIterableIterator<ModelOutput>;
  #text = "";

  constructor(source: AsyncIterableIterator<ModelOutput>) {
    this.#source = source;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ModelOutput>> {
    const result = await this.#source.next();
    if (!result.done) {
      if (result.value.errorCode !== 0) {
        await this.#source.return?.();
        throwIfFailed(result.value, this.#text);
      }
      this.#text = result.value.text;
    }
    return result;
  }

  async return(): Promise<IteratorResult<ModelOutput>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }
}

/** @throws GenerationError if the output is a failed generation; its text is then the worker's message */
export function throwIfFailed(output: ModelOutput, partialText = ""): ModelOutput {
  const { errorCode, text } = output;
  if (errorCode === 0) return output;
  throw new GenerationError(`The model reported error ${errorCode}: ${text.slice(0, 1_000) || "no message"}`, {
    errorCode,
    partialText,
  });
}
