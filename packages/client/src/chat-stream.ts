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

  /** Not `async`: that would cost each output two promises more. */
  next(): Promise<IteratorResult<ModelOutput>> {
    return this.#source.next().then(this.#check);
  }

  async return(): Promise<IteratorResult<ModelOutput>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  readonly #check = (result: IteratorResult<ModelOutput>): IteratorResult<ModelOutput> | Promise<never> => {
    if (result.done) return result;
    const { errorCode, text } = result.value;
    if (errorCode !== 0) return this.#fail(result.value);
    this.#text = text;
    return result;
  };

  async #fail(output: ModelOutput): Promise<never> {
    await this.#source.return?.();
    throw generationError(output, this.#text);
  }
}

/** @throws GenerationError if the output is a failed generation; its text is then the worker's message */
export function throwIfFailed(output: ModelOutput): ModelOutput {
  if (output.errorCode === 0) return output;
  throw generationError(output, "");
}

function generationError({ errorCode, text }: ModelOutput, partialText: string): GenerationError {
  const message = `The model reported error ${errorCode}: ${text.slice(0, 1_000) || "no message"}`;
  return new GenerationError(message, { errorCode, partialText });
}
