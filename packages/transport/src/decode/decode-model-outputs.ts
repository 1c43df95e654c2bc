import type { ModelOutput } from "@modelfleet/core";
import type { ByteOperations } from "../byte-operations.ts";
import type { ByteStream } from "../transport.ts";
import { webByteOperations } from "../web-byte-operations.ts";
import { defaultMaxFrameBytes } from "./frame-parser.ts";
import { ModelOutputDecoder } from "./model-output-decoder.ts";

/**
 * Our own extension: a client that can take deltas sends this header with the value `delta`; a worker that honours it
 * answers with the same, and its frames then carry only new text. Without it in the answer, text is cumulative.
 */
export const deltaStreamHeader = "x-modelfleet-stream";

export interface DecodeOptions {
  /** Names the request in errors, such as `POST http://10.0.0.2:8001/api/worker/generate_stream`. */
  what: string;
  /** The transport's own, for speed. */
  byteOperations?: ByteOperations | undefined;
  /** The largest frame, in bytes; 16 MiB unless given. */
  maxFrameBytes?: number | undefined;
  /** Whether the request asked for deltas; only then is the answer's header heeded. */
  delta?: boolean | undefined;
  /**
   * Called exactly once: without an error when the stream was read to its end or left early, with it when it failed.
   */
  onEnd?: ((error?: unknown) => void) | undefined;
}

/** Outputs as they come. Leaving the loop, or `return()`, closes the connection. */
export type ModelOutputStream = AsyncIterableIterator<ModelOutput, undefined, undefined>;

/**
 * The outputs of a `generate_stream`, one for each frame.
 *
 * The iterator throws InvalidResponseError, FrameTooLargeError, TruncatedStreamError, and what reading the stream
 * throws. Nothing is read before the first `next()`.
 */
export function decodeModelOutputs(stream: ByteStream, options: DecodeOptions): ModelOutputStream {
  const { byteOperations = webByteOperations, maxFrameBytes = defaultMaxFrameBytes, what, onEnd } = options;
  const deltas = options.delta === true && stream.header(deltaStreamHeader)?.toLowerCase() === "delta";
  return new ModelOutputIterator(stream, new ModelOutputDecoder(byteOperations, maxFrameBytes, what, deltas), onEnd);
}

type Result = IteratorResult<ModelOutput, undefined>;

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Written by hand: an async generator costs several promises for each output, this costs one. */
class ModelOutputIterator implements AsyncIterableIterator<ModelOutput, undefined, undefined> {
  readonly #stream: ByteStream;
  readonly #decoder: ModelOutputDecoder;
  #onEnd: ((error?: unknown) => void) | undefined;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #ended = false;
  /** The last call of `next` that waits for bytes; later calls queue behind it. */
  #waiting: Promise<Result> | undefined;

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
      return this.#wait(this.#waiting.then(again, again));
    }
    if (this.#ended) return Promise.resolve(done);
    try {
      const value = this.#decoder.next();
      if (value) return Promise.resolve({ done: false, value });
    } catch (error) {
      return Promise.reject(this.#fail(error));
    }
    return this.#wait(this.#read());
  }

  return(): Promise<Result> {
    this.#finish();
    return Promise.resolve(done);
  }

  #wait(result: Promise<Result>): Promise<Result> {
    this.#waiting = result;
    const clear = (): void => {
      if (this.#waiting === result) this.#waiting = undefined;
    };
    result.then(clear, clear);
    return result;
  }

  async #read(): Promise<Result> {
    try {
      this.#chunks ??= this.#stream.bytes[Symbol.asyncIterator]();
      for (;;) {
        const chunk = await this.#chunks.next();
        if (this.#ended) return done;
        if (!chunk.done) this.#decoder.push(chunk.value);
        const value = chunk.done ? this.#decoder.end() : this.#decoder.next();
        if (chunk.done) this.#finish();
        if (value) return { done: false, value };
        if (chunk.done) return done;
      }
    } catch (error) {
      throw this.#fail(error);
    }
  }

  #fail(error: unknown): unknown {
    this.#finish(error);
    return error;
  }

  #finish(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stream.cancel();
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    onEnd?.(error);
  }
}
