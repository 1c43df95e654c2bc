import {
  InvalidResponseError,
  type ModelOutput,
  type ModelOutputContent,
  readModelOutput,
  TruncatedStreamError,
} from "@modelfleet/core";
import type { ByteOperations } from "../byte-operations.ts";
import { FrameParser } from "./frame-parser.ts";
import { FrameShape } from "./frame-shape.ts";
import { decodeJsonString, decodeUtf8, indexOfClosingQuote } from "./json-string.ts";
import { isFinal, OutputBuilder } from "./output-builder.ts";
import { finishedLength } from "./unfinished.ts";

/** After so many shapes that held for no frame, only every so many frames is one learned. */
const maxRestFrames = 64;
/** Up to this length a loop beats a call into the runtime. */
const shortLength = 32;

/**
 * Turns pieces of a stream into outputs. Pure: bytes in, outputs out.
 *
 * A frame that repeats the one before it, as almost all do, costs a comparison at memory speed and the reading of
 * what is new: its new bytes, and its tail if that changed. Any other frame is read as a whole. Both ways give the
 * same outputs.
 */
export class ModelOutputDecoder {
  readonly #parser: FrameParser;
  readonly #operations: ByteOperations;
  readonly #outputs = new OutputBuilder();
  readonly #what: string;
  readonly #deltas: boolean;
  #shape: FrameShape | undefined;
  #frames = 0;
  /** Frames to go before a shape is learned again, and how many that will be if the next shape fails as well. */
  #rest = 0;
  #nextRest = 0;

  /** @param deltas whether frames carry only what is new */
  constructor(operations: ByteOperations, maxFrameBytes: number, what: string, deltas: boolean) {
    this.#parser = new FrameParser(operations, maxFrameBytes, what);
    this.#operations = operations;
    this.#what = what;
    this.#deltas = deltas;
  }

  /** Takes the next piece of the stream, when `next` has no more outputs. */
  push(chunk: Uint8Array): void {
    this.#parser.push(chunk);
  }

  /**
   * @returns the next output, or `undefined` when the pieces so far are used up
   * @throws InvalidResponseError, FrameTooLargeError
   */
  next(): ModelOutput | undefined {
    const parser = this.#parser;
    while (parser.next()) {
      // Upstream's client skips empty frames too.
      if (parser.start === parser.end && parser.matched === 0) continue;
      this.#frames++;
      const output = (parser.matched > 0 && this.#shape && this.#readNew(this.#shape)) || this.#readWhole();
      // A cumulative answer is bounded by its frames; the sum of deltas is not.
      if (this.#deltas) parser.check("the answer", this.#outputs.length);
      return output;
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
    return this.#outputs.release();
  }

  /** Reads what a frame of the known shape adds. @returns `undefined` if it surprises */
  #readNew(shape: FrameShape): ModelOutput | undefined {
    const { bytes, start, end } = this.#parser;
    const { tail } = shape;
    let stop = end - tail.length;
    if (stop < start || !this.#operations.equal(bytes, stop, tail, 0, tail.length)) {
      stop = indexOfClosingQuote(bytes, start, end);
      // A frame of a delta stream is short anyway.
      if (stop < 0 || this.#deltas || !shape.adopt(bytes, stop, end)) return undefined;
    }
    let fresh = decodeJsonString(bytes, start, stop);
    if (fresh === undefined) return undefined;
    let held = "";
    const finished = finishedLength(fresh);
    if (finished < fresh.length) {
      const unfinished = unfinishedBytes(bytes, start, stop, fresh.length - finished);
      // When unfinished characters are released is left to the long way.
      if (unfinished === undefined || this.#deltas || isFinal(shape.content)) return undefined;
      held = fresh.slice(finished);
      fresh = fresh.slice(0, finished);
      stop -= unfinished;
    }
    if (!this.#deltas) this.#extendKnown(bytes, start, stop);
    this.#rest = this.#nextRest = 0;
    return this.#outputs.extend(shape.content, shape.inThinking, fresh, held);
  }

  #readWhole(): ModelOutput {
    const frame = this.#parser.whole();
    const what = `${this.#what}: frame ${this.#frames}`;
    let json: string;
    let value: unknown;
    try {
      json = decodeUtf8(frame, 0, frame.length);
      value = JSON.parse(json);
    } catch {
      // The parser's own message quotes the frame.
      throw new InvalidResponseError(`${what} is not JSON in UTF-8`);
    }
    const content = readModelOutput(value, what);
    const outputs = this.#outputs;
    const whole = this.#deltas && content.errorCode === 0 ? outputs.append(content) : content;
    const output = outputs.build(whole, isFinal(content));
    this.#shape = undefined;
    this.#parser.knownLength = 0;
    if (this.#rest > 0) this.#rest--;
    else this.#learn(frame, json, content);
    return output;
  }

  /** Prepares for frames like this one. */
  #learn(frame: Uint8Array, json: string, content: ModelOutputContent): void {
    this.#rest = this.#nextRest;
    this.#nextRest = Math.min(this.#nextRest * 2 + 1, maxRestFrames);
    const { heldText, heldThinking } = this.#outputs;
    const shape = FrameShape.learn(json, content);
    if (!shape) return;
    const { inThinking } = shape;
    let length: number;
    if (this.#deltas) {
      const other = inThinking ? content.text : content.thinking;
      if (other || heldText || heldThinking || content.errorCode !== 0) return;
      length = new TextEncoder().encode(json.slice(0, shape.prefixLength)).length;
    } else {
      // What was released, and what the string that rests holds back, is left to the long way.
      if (isFinal(content) && !isFinished(content.text, content.thinking)) return;
      if (inThinking ? heldText : heldThinking) return;
      const held = inThinking ? heldThinking : heldText;
      const end = frame.length - shape.tail.length;
      const unfinished = unfinishedBytes(frame, 0, end, held.length);
      if (unfinished === undefined) return;
      length = end - unfinished;
    }
    this.#shape = shape;
    this.#extendKnown(frame, 0, length);
  }

  /** Adds to what the next frame will probably begin with. The buffer doubles: each byte is copied a few times. */
  #extendKnown(bytes: Uint8Array, start: number, end: number): void {
    const parser = this.#parser;
    const length = parser.knownLength + end - start;
    if (length > parser.known.length) {
      const grown = new Uint8Array(Math.max(length * 2, 1024));
      grown.set(parser.known.subarray(0, parser.knownLength));
      parser.known = grown;
    }
    if (end - start > shortLength) parser.known.set(bytes.subarray(start, end), parser.knownLength);
    else for (let to = parser.knownLength, i = start; i < end; i++) parser.known[to++] = bytes[i] as number;
    parser.knownLength = length;
  }
}

function isFinished(text: string, thinking = ""): boolean {
  return finishedLength(text) === text.length && finishedLength(thinking) === thinking.length;
}

/**
 * The number of bytes of so many unfinished characters at the end.
 *
 * @returns `undefined` if they are not raw U+FFFD but escapes
 */
function unfinishedBytes(bytes: Uint8Array, start: number, end: number, characters: number): number | undefined {
  for (let i = end - 3 * characters; i < end; i += 3) {
    if (i < start || bytes[i] !== 0xef || bytes[i + 1] !== 0xbf || bytes[i + 2] !== 0xbd) return undefined;
  }
  return 3 * characters;
}
