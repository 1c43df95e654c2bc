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

  constructor(index: number, prompt: number, chunks: ChunkWriter) {
    this.#index = index;
    this.prompt = prompt;
    this.#chunks = chunks;
  }

  /** The event of an output; nothing if it says nothing new. */
  write(output: ModelOutput): string {
    if (output.usage) this.usage = output.usage;
    if (output.finishReason !== undefined) this.#finishReason = output.finishReason;
    const { delta, thinkingDelta = "", reset } = output;
    const text = this.#text.next(output.text, delta, reset);
    const thinking = this.#thinking.next(output.thinking ?? "", thinkingDelta, reset);
    return this.#chunks.piece(this.#index, text, thinking);
  }

  end(): string {
    return this.#chunks.end(this.#index, finishReasonOf(this.#finishReason));
  }
}
