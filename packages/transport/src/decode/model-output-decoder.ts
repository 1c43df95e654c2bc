import { InvalidResponseError, type ModelOutput, readModelOutput, TruncatedStreamError } from "@modelfleet/core";
import type { ByteOperations } from "../byte-operations.ts";
import { FrameParser } from "./frame-parser.ts";
import { OutputBuilder } from "./output-builder.ts";

/** Turns pieces of a stream into outputs. Pure: bytes in, outputs out. */
export class ModelOutputDecoder {
  readonly #parser: FrameParser;
  readonly #outputs = new OutputBuilder();
  readonly #text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #what: string;
  readonly #deltas: boolean;
  #frames = 0;

  constructor(operations: ByteOperations, maxFrameBytes: number, what: string, deltas: boolean) {
    this.#parser = new FrameParser(operations, maxFrameBytes, what);
    this.#what = what;
    this.#deltas = deltas;
  }

  /** Takes the next piece of the stream, when `next` has no more outputs. */
  push(chunk: Uint8Array): void {
    this.#parser.push(chunk);
  }

  /** @returns the next output, or `undefined` when the pieces so far are used up */
  next(): ModelOutput | undefined {
    const parser = this.#parser;
    while (parser.next()) {
      if (parser.start === parser.end && parser.matched === 0) continue;
      this.#frames++;
      return this.#read();
    }
    return undefined;
  }

  /**
   * The stream has ended.
   *
   * @returns an output with what was held back, if something was
   * @throws TruncatedStreamError if it ended inside a frame, or without one
   */
  end(): ModelOutput | undefined {
    if (this.#parser.unfinished) {
      throw new TruncatedStreamError(`${this.#what}: the stream ended inside frame ${this.#frames + 1}`);
    }
    if (this.#frames === 0) throw new TruncatedStreamError(`${this.#what}: the stream ended without a frame`);
    const { held } = this.#outputs;
    return held && this.#outputs.build(held, true);
  }

  #read(): ModelOutput {
    const { bytes, start, end } = this.#parser;
    const what = `${this.#what}: frame ${this.#frames}`;
    let json: unknown;
    try {
      json = JSON.parse(this.#text.decode(bytes.subarray(start, end)));
    } catch {
      // The parser's own message quotes the frame.
      throw new InvalidResponseError(`${what} is not JSON in UTF-8`);
    }
    const content = readModelOutput(json, what);
    if (this.#deltas && content.errorCode === 0) {
      const before = this.#outputs.held ?? this.#outputs;
      content.text = before.text + content.text;
      if (content.thinking !== undefined || before.thinking !== undefined) {
        content.thinking = (before.thinking ?? "") + (content.thinking ?? "");
      }
    }
    return this.#outputs.build(content);
  }
}
