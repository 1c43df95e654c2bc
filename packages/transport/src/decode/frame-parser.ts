import { FrameTooLargeError } from "@modelfleet/core";
import type { ByteOperations } from "../byte-operations.ts";

/** 16 MiB: a hundred times the longest answers, with room for an image in Base64. */
export const defaultMaxFrameBytes: number = 16 * 1024 * 1024;

const empty = new Uint8Array(0);
/** Up to this length a loop beats a call into the runtime. */
const shortLength = 16;
/** A buffer above this size is let go of when it has served its frame. */
const keptBytes = 64 * 1024;

/**
 * Splits a stream of bytes at NUL, cut anywhere. JSON never contains a raw NUL, and UTF-8 none inside a character.
 *
 * A cumulative stream repeats itself. So the parser is told what the next frame will probably begin with, compares
 * as the bytes come, and neither searches nor keeps what it knows already: only what follows it. A frame that lies
 * within one piece is handed out as a view of that piece; only one that was cut is put together.
 */
export class FrameParser {
  /** The frame last found is the first `matched` known bytes, then `bytes` from `start` to `end`. */
  matched = 0;
  bytes: Uint8Array = empty;
  start = 0;
  end = 0;

  /** What the next frame probably begins with: the first `knownLength` bytes of it. Without NUL. */
  known: Uint8Array = empty;
  knownLength = 0;

  readonly #operations: ByteOperations;
  readonly #maxFrameBytes: number;
  readonly #what: string;
  #chunk: Uint8Array = empty;
  #position = 0;
  /** Known bytes that the current frame has repeated so far. */
  #matching = 0;
  /** Whether the current frame has left the known bytes, all of them matched or not. */
  #differs = false;
  /** What was cut off the current frame, after `matched` known bytes. */
  #carry: Uint8Array = empty;
  #carried = 0;

  constructor(operations: ByteOperations, maxFrameBytes: number, what: string) {
    this.#operations = operations;
    this.#maxFrameBytes = maxFrameBytes;
    this.#what = what;
  }

  /** Whether bytes of an unfinished frame are kept. */
  get unfinished(): boolean {
    return this.#matching > 0 || this.#carried > 0;
  }

  /** The frame last found, in one piece. */
  whole(): Uint8Array {
    const rest = this.bytes.subarray(this.start, this.end);
    if (this.matched === 0) return rest;
    const frame = new Uint8Array(this.matched + rest.length);
    frame.set(this.known.subarray(0, this.matched));
    frame.set(rest, this.matched);
    return frame;
  }

  /** Takes the next piece of the stream, when `next` has no more frames. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#position = 0;
  }

  /**
   * Finds the next frame. It is valid until the next call; `known` may be changed between two frames only.
   *
   * @returns false when the piece is used up
   * @throws FrameTooLargeError
   */
  next(): boolean {
    const chunk = this.#chunk;
    if (this.#position < chunk.length && !this.#differs) this.#match(chunk);
    const start = this.#position;
    if (start >= chunk.length) return this.#usedUp();
    const nul = this.#indexOfNul(chunk, start);
    const stop = nul < 0 ? chunk.length : nul;
    this.check("a frame of the answer", this.#matching + this.#carried + stop - start);
    if (this.#carried > 0 || nul < 0) this.#keep(chunk, start, stop);
    if (nul < 0) return this.#usedUp();
    this.#position = nul + 1;
    this.matched = this.#matching;
    if (this.#carried > 0) {
      this.bytes = this.#carry;
      this.start = 0;
      this.end = this.#carried;
      if (this.#carry.length > keptBytes) this.#carry = empty;
    } else {
      this.bytes = chunk;
      this.start = start;
      this.end = nul;
    }
    this.#matching = 0;
    this.#carried = 0;
    this.#differs = false;
    return true;
  }

  /** Moves over what the frame repeats. */
  #match(chunk: Uint8Array): void {
    const matching = this.#matching;
    const left = this.knownLength - matching;
    const length = Math.min(left, chunk.length - this.#position);
    if (this.#equal(chunk, this.#position, this.known, matching, length)) {
      this.#matching += length;
      this.#position += length;
      this.#differs = length === left;
    } else {
      // Another frame than was thought, or a shorter one: it is taken whole.
      this.#differs = true;
      this.#matching = 0;
      if (matching > 0) this.#keep(this.known, 0, matching);
    }
  }

  #equal(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
    if (length > shortLength) return this.#operations.equal(a, aStart, b, bStart, length);
    for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
    return true;
  }

  #indexOfNul(chunk: Uint8Array, start: number): number {
    if (chunk.length - start > shortLength) return this.#operations.indexOf(chunk, 0, start, chunk.length);
    for (let i = start; i < chunk.length; i++) if (chunk[i] === 0) return i;
    return -1;
  }

  /** Appends to what was cut off; the buffer doubles, so that each byte is copied a bounded number of times. */
  #keep(from: Uint8Array, start: number, end: number): void {
    const length = this.#carried + end - start;
    if (length > this.#carry.length) {
      const grown = new Uint8Array(Math.max(length * 2, 1024));
      grown.set(this.#carry.subarray(0, this.#carried));
      this.#carry = grown;
    }
    if (end - start > shortLength) this.#carry.set(from.subarray(start, end), this.#carried);
    else for (let i = start; i < end; i++) this.#carry[this.#carried + i - start] = from[i] as number;
    this.#carried = length;
  }

  /** Lets go of the piece, which may be a view of something large. */
  #usedUp(): false {
    this.#chunk = empty;
    this.bytes = empty;
    this.#position = 0;
    return false;
  }

  /** @throws FrameTooLargeError */
  check(part: string, bytes: number): void {
    const limit = this.#maxFrameBytes;
    if (bytes > limit) throw new FrameTooLargeError(`${this.#what}: ${part} has more than ${limit} bytes`, limit);
  }
}
