import type { ModelOutput } from "@modelfleet/core";
import type { BodyChunk } from "../../iterator-body.ts";
import { outputRow } from "../../wire/output-row.ts";
import type { WireGeneration } from "../../wire/wire-generation.ts";
import { escaped, type FrameWriter, frameEnd } from "./frame-writer.ts";

/** Frames that carry only what is new, for clients that asked for them. */
export class DeltaFrames implements FrameWriter {
  readonly #generation: WireGeneration;
  #text = "";
  #thinking = "";

  constructor(generation: WireGeneration) {
    this.#generation = generation;
  }

  write(output: ModelOutput): readonly BodyChunk[] {
    const { delta, thinkingDelta, errorCode } = output;
    // A failure's message takes the place of the answer: readers know its text as a whole one.
    if (errorCode !== 0) return [JSON.stringify(outputRow(output, this.#generation)) + frameEnd];
    const text = output.reset ? news(this.#text, output.text) : delta;
    const thinking = output.reset ? news(this.#thinking, output.thinking ?? "") : (thinkingDelta ?? "");
    this.#text = output.text;
    this.#thinking = output.thinking ?? "";
    const plain = !(thinking || output.media || output.finishReason || output.usage || output.metrics);
    if (plain && this.#generation !== "0.7" && output.modelContext === undefined) {
      return [`{"text":"${escaped(text)}","error_code":0}${frameEnd}`];
    }
    const row = outputRow({ ...output, text, thinking: thinking || undefined }, this.#generation);
    return [JSON.stringify(row) + frameEnd];
  }
}

/** Deltas can only append: what follows the longest common beginning, and the two texts differ from there on. */
function news(before: string, text: string): string {
  let same = 0;
  while (same < before.length && before[same] === text[same]) same++;
  return text.slice(same);
}
