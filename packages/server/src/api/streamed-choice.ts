import type { ModelOutput, ModelUsage } from "@modelfleet/core";
import { AppendedText } from "../wire/appended-text.ts";
import type { ChunkWriter } from "./chunk-writer.ts";
import { finishReasonOf } from "./finish-reason.ts";

/** One answer of a stream: turns its outputs into events. */
export class StreamedChoice {
  readonly prompt: number;
  usage: ModelUsage | undefined;
  readonly #index: number;
  readonly #chunks: ChunkWriter;
  readonly #text = new AppendedText();
  readonly #thinking = new AppendedText();
  #finishReason: string | undefined;
  #outputs = 0;

  constructor(index: number, prompt: number, chunks: ChunkWriter) {
    this.#index = index;
    this.prompt = prompt;
    this.#chunks = chunks;
  }

  /** The event of an output; nothing if it says nothing new. */
  write(output: ModelOutput): string {
    this.#outputs += 1;
    if (output.usage) this.usage = output.usage;
    if (output.finishReason !== undefined) this.#finishReason = output.finishReason;
    const { delta, thinkingDelta = "", reset } = output;
    const text = this.#text.next(output.text, delta, reset);
    const thinking = this.#thinking.next(output.thinking ?? "", thinkingDelta, reset);
    return this.#chunks.piece(this.#index, text, thinking);
  }

  /**
   * The same choice where it is broken off: an output counts for a token where the worker had not counted yet, since ours
   * do so at the end. Who leaves before that has had the words all the same.
   */
  soFar(): Pick<StreamedChoice, "prompt" | "usage"> {
    const tokens = this.#outputs;
    const { prompt, usage = { promptTokens: 0, completionTokens: tokens, totalTokens: tokens } } = this;
    return { prompt, usage };
  }

  end(): string {
    return this.#chunks.end(this.#index, finishReasonOf(this.#finishReason));
  }
}
