import type { ModelOutput, ModelOutputContent } from "@modelfleet/core";
import { finishedLength } from "./unfinished.ts";

/** Whether the frame releases what unfinished characters held back. */
export function isFinal(content: ModelOutputContent): boolean {
  return content.finishReason !== undefined || content.errorCode !== 0;
}

/** Turns what each frame says into outputs: what is new in it, or that it starts over. */
export class OutputBuilder {
  /** Text and thinking of the last output. */
  text = "";
  thinking: string | undefined;
  /** The last frame, if it ends in characters that were held back. */
  held: ModelOutputContent | undefined;

  /** The output of a frame whose text is whole. */
  build(content: ModelOutputContent, final: boolean = isFinal(content)): ModelOutput {
    let { text, thinking } = content;
    this.held = undefined;
    if (!final) {
      text = text.slice(0, finishedLength(text));
      thinking = thinking?.slice(0, finishedLength(thinking));
      if (text.length < content.text.length || thinking?.length !== content.thinking?.length) this.held = content;
    }
    const before = this.text;
    const thinkingBefore = this.thinking ?? "";
    this.text = text;
    this.thinking = thinking;
    if (text.startsWith(before) && (thinking ?? "").startsWith(thinkingBefore)) {
      const thinkingDelta = thinking?.slice(thinkingBefore.length);
      return makeOutput(content, text, thinking, text.slice(before.length), thinkingDelta, undefined);
    }
    return makeOutput(content, text, thinking, text, thinking, true);
  }

  /** The output of a frame that is as the last one but for `delta`, of which nothing is held back. */
  extend(content: ModelOutputContent, inThinking: boolean, delta: string): ModelOutput {
    this.held = undefined;
    if (inThinking) {
      this.thinking = (this.thinking ?? "") + delta;
      return makeOutput(content, this.text, this.thinking, "", delta, undefined);
    }
    this.text += delta;
    const thinkingDelta = this.thinking === undefined ? undefined : "";
    return makeOutput(content, this.text, this.thinking, delta, thinkingDelta, undefined);
  }
}

/** One place where outputs are made, so that all have one hidden class. */
function makeOutput(
  content: ModelOutputContent,
  text: string,
  thinking: string | undefined,
  delta: string,
  thinkingDelta: string | undefined,
  reset: true | undefined,
): ModelOutput {
  return {
    text,
    delta,
    reset,
    thinking,
    thinkingDelta,
    media: content.media,
    errorCode: content.errorCode,
    finishReason: content.finishReason,
    usage: content.usage,
    metrics: content.metrics,
    modelContext: content.modelContext,
  };
}
