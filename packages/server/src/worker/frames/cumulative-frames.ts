import type { ModelOutput } from "@modelfleet/core";
import type { BodyChunk } from "../../iterator-body.ts";
import { needsContent, outputDetails, outputRow } from "../../wire/output-row.ts";
import type { WireGeneration } from "../../wire/wire-generation.ts";
import { escaped, type FrameWriter, frameEnd } from "./frame-writer.ts";
import { GrowingBytes } from "./growing-bytes.ts";

/** What a frame is made of; one of another kind begins with other bytes. */
type Kind = "text" | "content-text" | "thinking" | "thinking-and-text";

const part = '{"object":{"data":"';
const thinkingEnd = '","format":"text"},"type":"thinking"}';
const textEnd = '","format":"text"},"type":"text"}';

const heads: Record<Kind, string> = {
  text: '{"text":"',
  "content-text": `{"content":${part}`,
  thinking: `{"content":${part}`,
  "thinking-and-text": `{"content":[${part}`,
};

/** What stands between the growing text and the rest of the frame. */
const tails: Record<Kind, string> = {
  text: '"',
  "content-text": textEnd,
  thinking: thinkingEnd,
  "thinking-and-text": `${textEnd}]`,
};

/**
 * Frames that repeat the whole answer, as every client reads them.
 *
 * All but the new text of a frame was in the one before: the bytes up to the end of the text are kept, escaped and
 * encoded, and only grow.
 */
export class CumulativeFrames implements FrameWriter {
  readonly #generation: WireGeneration;
  #bytes = new GrowingBytes();
  #kind: Kind | undefined;
  #textLength = 0;
  #thinkingLength = 0;

  constructor(generation: WireGeneration) {
    this.#generation = generation;
  }

  write(output: ModelOutput): readonly BodyChunk[] {
    if (output.media || output.errorCode !== 0) return [JSON.stringify(outputRow(output, this.#generation)) + frameEnd];
    const kind = this.#kindOf(output);
    if (!this.#grow(kind, output)) this.#begin(kind, output);
    this.#textLength = output.text.length;
    this.#thinkingLength = output.thinking?.length ?? 0;
    return [this.#bytes.view(), `${tails[kind]},"error_code":0${rest(output)}${frameEnd}`];
  }

  #kindOf(output: ModelOutput): Kind {
    if (!needsContent(output, this.#generation)) return "text";
    if (!output.thinking) return "content-text";
    return output.text ? "thinking-and-text" : "thinking";
  }

  /** Adds what is new. @returns false if that is not all that changed */
  #grow(kind: Kind, { text, delta, thinking = "", thinkingDelta = "", reset }: ModelOutput): boolean {
    if (kind !== this.#kind || reset) return false;
    const inThinking = kind === "thinking";
    const thinkingGrew = kind === "text" || kind === "content-text" ? 0 : thinking.length - this.#thinkingLength;
    if (thinkingGrew !== (inThinking ? thinkingDelta.length : 0)) return false;
    if (text.length - this.#textLength !== delta.length) return false;
    this.#bytes.append(escaped(inThinking ? thinkingDelta : delta));
    return true;
  }

  #begin(kind: Kind, { text, thinking = "" }: ModelOutput): void {
    this.#kind = kind;
    this.#bytes = new GrowingBytes();
    const between = kind === "thinking-and-text" ? `${escaped(thinking)}${thinkingEnd},${part}` : "";
    this.#bytes.append(heads[kind] + between + escaped(kind === "thinking" ? thinking : text));
  }
}

/** The fields after the error code, with the comma before them. */
function rest(output: ModelOutput): string {
  // Most frames have none.
  const { modelContext, finishReason, usage, metrics } = output;
  if (!(modelContext || finishReason !== undefined || usage || metrics)) return "}";
  const json = JSON.stringify(outputDetails(output));
  return json === "{}" ? "}" : `,${json.slice(1)}`;
}
