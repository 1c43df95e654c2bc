import type { ModelOutput } from "@modelfleet/core";
import type { BodyChunk } from "../../iterator-body.ts";
import { AppendedText } from "../../wire/appended-text.ts";
import { outputRow } from "../../wire/output-row.ts";
import type { WireGeneration } from "../../wire/wire-generation.ts";
import { escaped, type FrameWriter, frameEnd } from "./frame-writer.ts";

/** Frames that carry only what is new, for clients that asked for them. */
export class DeltaFrames implements FrameWriter {
  readonly #generation: WireGeneration;
  readonly #text = new AppendedText();
  readonly #thinking = new AppendedText();

  constructor(generation: WireGeneration) {
    this.#generation = generation;
  }

  write(output: ModelOutput): readonly BodyChunk[] {
    const { delta, thinkingDelta = "", reset } = output;
    // A failure's message takes the place of the answer: readers know its text as a whole one.
    if (output.errorCode !== 0) return [JSON.stringify(outputRow(output, this.#generation)) + frameEnd];
    const text = this.#text.next(output.text, delta, reset);
    const thinking = this.#thinking.next(output.thinking ?? "", thinkingDelta, reset);
    const plain = !(thinking || output.media || output.finishReason || output.usage || output.metrics);
    if (plain && this.#generation !== "0.7" && output.modelContext === undefined) {
      return [`{"text":"${escaped(text)}","error_code":0}${frameEnd}`];
    }
    const row = outputRow({ ...output, text, thinking: thinking || undefined }, this.#generation);
    return [JSON.stringify(row) + frameEnd];
  }
}
