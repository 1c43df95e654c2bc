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
  /** What the last frame had after that: unfinished characters. */
  heldText = "";
  heldThinking = "";
  #last: ModelOutputContent | undefined;

  /** Of all that is kept, in UTF-16 units, which are fewer than bytes. */
  get length(): number {
    return this.text.length + this.heldText.length + (this.thinking?.length ?? 0) + this.heldThinking.length;
  }

  /** The output of a frame whose text is whole. Characters at its end are held back unless it is `final`. */
  build(content: ModelOutputContent, final: boolean): ModelOutput {
    const { text, thinking = "" } = content;
    const textLength = final ? text.length : finishedLength(text);
    const thinkingLength = final ? thinking.length : finishedLength(thinking);
    const before = this.text;
    const thinkingBefore = this.thinking ?? "";
    this.#last = content;
    this.text = text.slice(0, textLength);
    this.thinking = content.thinking === undefined ? undefined : thinking.slice(0, thinkingLength);
    this.heldText = text.slice(textLength);
    this.heldThinking = thinking.slice(thinkingLength);
    if (this.text.startsWith(before) && (this.thinking ?? "").startsWith(thinkingBefore)) {
      return this.#output(
        content,
        this.text.slice(before.length),
        this.thinking?.slice(thinkingBefore.length),
        undefined,
      );
    }
    return this.#output(content, this.text, this.thinking, true);
  }

  /** The output of a frame that only adds to the text, or to the thinking, of the last; `held` is held back. */
  extend(content: ModelOutputContent, inThinking: boolean, delta: string, held: string): ModelOutput {
    this.#last = content;
    if (inThinking) {
      this.thinking = (this.thinking ?? "") + delta;
      this.heldThinking = held;
      return this.#output(content, "", delta, undefined);
    }
    this.text += delta;
    this.heldText = held;
    return this.#output(content, delta, this.thinking === undefined ? undefined : "", undefined);
  }

  /** A frame that carries only what is new, as one that carries all. */
  append(content: ModelOutputContent): ModelOutputContent {
    const text = this.text + this.heldText + content.text;
    if (content.thinking === undefined && this.thinking === undefined) return { ...content, text };
    return { ...content, text, thinking: (this.thinking ?? "") + this.heldThinking + (content.thinking ?? "") };
  }

  /** The output that carries what was held back when the stream ended, if something was. */
  release(): ModelOutput | undefined {
    const { heldText, heldThinking } = this;
    if (!this.#last || !(heldText || heldThinking)) return undefined;
    this.text += heldText;
    if (this.thinking !== undefined) this.thinking += heldThinking;
    return this.#output(this.#last, heldText, this.thinking === undefined ? undefined : heldThinking, undefined);
  }

  /** The one place where outputs are made, so that all have one hidden class. */
  #output(
    content: ModelOutputContent,
    delta: string,
    thinkingDelta: string | undefined,
    reset: true | undefined,
  ): ModelOutput {
    return {
      text: this.text,
      delta,
      reset,
      thinking: this.thinking,
      thinkingDelta,
      media: content.media,
      errorCode: content.errorCode,
      finishReason: content.finishReason,
      usage: content.usage,
      metrics: content.metrics,
      modelContext: content.modelContext,
    };
  }
}
