import type { ModelOutput } from "@modelfleet/core";
import type { ByteStream } from "../transport.ts";
import type { ModelOutputDecoder } from "./model-output-decoder.ts";

type Result = IteratorResult<ModelOutput, undefined>;

interface Waiting {
  promise: Promise<Result>;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Outputs of a stream, decoded when they are asked for: nothing is kept but the piece at hand.
 *
 * Written by hand, because an async generator costs several promises for each output, and an `await` for each piece
 * costs as much as decoding a short one.
 */
export class ModelOutputIterator implements AsyncIterableIterator<ModelOutput, undefined, undefined> {
  readonly #stream: ByteStream;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  /** Let go of at the end, and its buffers with it. */
  #decoder: ModelOutputDecoder | undefined;
  #onEnd: ((error?: unknown) => void) | undefined;
  /** The call of `next` that waits for bytes. */
  #waiting: Waiting | undefined;

  constructor(stream: ByteStream, decoder: ModelOutputDecoder, onEnd: ((error?: unknown) => void) | undefined) {
    this.#stream = stream;
    this.#decoder = decoder;
    this.#onEnd = onEnd;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Result> {
    if (this.#waiting) {
      const again = (): Promise<Result> => this.next();
      return this.#waiting.promise.then(again, again);
    }
    if (!this.#decoder) return Promise.resolve(done);
    try {
      const value = this.#advance(this.#decoder, undefined);
      if (value) return Promise.resolve({ done: false, value });
    } catch (error) {
      this.#finish(error, true);
      return Promise.reject(error);
    }
    const waiting = Promise.withResolvers<Result>();
    this.#waiting = waiting;
    this.#read();
    return waiting.promise;
  }

  return(): Promise<Result> {
    this.#finish(undefined, false);
    this.#settle(done);
    return Promise.resolve(done);
  }

  #read(): void {
    try {
      this.#chunks ??= this.#stream.bytes[Symbol.asyncIterator]();
      this.#chunks.next().then(this.#onChunk, this.#onError);
    } catch (error) {
      this.#onError(error);
    }
  }

  readonly #onChunk = (chunk: IteratorResult<Uint8Array, unknown>): void => {
    const decoder = this.#decoder;
    if (!decoder) return;
    let value: ModelOutput | undefined;
    try {
      value = chunk.done ? decoder.end() : this.#advance(decoder, chunk.value);
    } catch (error) {
      this.#onError(error);
      return;
    }
    if (chunk.done) this.#finish(undefined, false);
    if (value) this.#settle({ done: false, value });
    else if (chunk.done) this.#settle(done);
    else this.#read();
  };

  /** The next output that the piece, and those that have arrived after it, bring. */
  #advance(decoder: ModelOutputDecoder, piece: Uint8Array | undefined): ModelOutput | undefined {
    const stream = this.#stream;
    if (piece) decoder.push(piece);
    for (;;) {
      const value = decoder.next();
      if (value) return value;
      const arrived = stream.take?.();
      if (!arrived) return undefined;
      decoder.push(arrived);
    }
  }

  readonly #onError = (error: unknown): void => {
    if (!this.#decoder) return;
    this.#finish(error, true);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  };

  #settle(result: Result): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(result);
  }

  /** Ends once: lets go of everything and tells `onEnd`. */
  #finish(error: unknown, failed: boolean): void {
    if (!this.#decoder) return;
    this.#decoder = undefined;
    this.#stream.cancel();
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    if (failed) onEnd?.(error);
    else onEnd?.();
  }
}
