import type { ModelOutput, ModelUsage } from "@modelfleet/core";
import { AppendedText } from "./appended-text.ts";
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
    const { reset } = output;
    const text = reset ? this.#text.restart(output.text) : this.#text.append(output.delta);
    const thinking = reset
      ? this.#thinking.restart(output.thinking ?? "")
      : this.#thinking.append(output.thinkingDelta ?? "");
    return this.#chunks.piece(this.#index, text, thinking);
  }

  end(): string {
    return this.#chunks.end(this.#index, finishReasonOf(this.#finishReason));
  }
}
