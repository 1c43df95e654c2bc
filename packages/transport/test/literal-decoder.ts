import { InvalidResponseError, type ModelOutput, readModelOutput, TruncatedStreamError } from "@modelfleet/core";

/**
 * What the decoder must equal, written to be plainly right: append to a buffer, split at NUL, parse every frame.
 * Up to the deltas it is the reference client's way.
 */
class LiteralDecoder {
  #buffer = new Uint8Array(0);
  #text = "";
  #thinking: string | undefined;
  #rawText = "";
  #rawThinking: string | undefined;
  #last: ModelOutput | undefined;
  #frames = 0;
  readonly #deltas: boolean;

  constructor(deltas = false) {
    this.#deltas = deltas;
  }

  push(chunk: Uint8Array, outputs: ModelOutput[]): void {
    const joined = new Uint8Array(this.#buffer.length + chunk.length);
    joined.set(this.#buffer);
    joined.set(chunk, this.#buffer.length);
    this.#buffer = joined;
    for (;;) {
      const nul = this.#buffer.indexOf(0);
      if (nul < 0) return;
      const frame = this.#buffer.slice(0, nul);
      this.#buffer = this.#buffer.slice(nul + 1);
      if (frame.length > 0) outputs.push(this.#read(frame));
    }
  }

  end(): ModelOutput[] {
    if (this.#buffer.length > 0 || !this.#last) throw new TruncatedStreamError("cut");
    if (this.#rawText === this.#text && this.#rawThinking === this.#thinking) return [];
    return [this.#output(this.#last, true)];
  }

  #read(frame: Uint8Array): ModelOutput {
    this.#frames++;
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(frame));
    } catch {
      throw new InvalidResponseError(`frame ${this.#frames}`);
    }
    const content = { ...readModelOutput(value, "frame"), delta: "" };
    if (this.#deltas && content.errorCode === 0) {
      this.#rawText += content.text;
      if (content.thinking !== undefined) this.#rawThinking = (this.#rawThinking ?? "") + content.thinking;
    } else {
      this.#rawText = content.text;
      this.#rawThinking = content.thinking;
    }
    return this.#output(content, content.finishReason !== undefined || content.errorCode !== 0);
  }

  #output(content: ModelOutput, final: boolean): ModelOutput {
    this.#last = content;
    const text = final ? this.#rawText : finished(this.#rawText);
    const thinking = final || this.#rawThinking === undefined ? this.#rawThinking : finished(this.#rawThinking);
    const before = this.#text;
    const thinkingBefore = this.#thinking ?? "";
    this.#text = text;
    this.#thinking = thinking;
    const grows = text.startsWith(before) && (thinking ?? "").startsWith(thinkingBefore);
    return {
      ...content,
      text,
      thinking,
      delta: grows ? text.slice(before.length) : text,
      thinkingDelta: grows ? thinking?.slice(thinkingBefore.length) : thinking,
      reset: grows ? undefined : true,
    };
  }
}

/** Without an unfinished character at its end. */
function finished(text: string): string {
  return text.replace(/[\ufffd\ud800-\udbff]+$/, "");
}

/** All outputs of a stream, and the code of the error that it ends with. */
export function decodeLiterally(
  chunks: readonly Uint8Array[],
  deltas = false,
): { outputs: ModelOutput[]; error?: string } {
  const decoder = new LiteralDecoder(deltas);
  const outputs: ModelOutput[] = [];
  try {
    for (const chunk of chunks) decoder.push(chunk, outputs);
    outputs.push(...decoder.end());
    return { outputs };
  } catch (error) {
    return { outputs, error: (error as { code: string }).code };
  }
}
