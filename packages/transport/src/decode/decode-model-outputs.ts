import { deltaStreamHeader, type ModelOutput } from "@modelfleet/core";
import type { ByteOperations } from "../byte-operations.ts";
import { describeAnswered } from "../http/prepare-request.ts";
import type { ByteStream } from "../transport.ts";
import { webByteOperations } from "../web-byte-operations.ts";
import { defaultMaxFrameBytes } from "./frame-parser.ts";
import { ModelOutputDecoder } from "./model-output-decoder.ts";
import { ModelOutputIterator } from "./model-output-iterator.ts";

export interface DecodeOptions {
  /** Names the request in errors, such as `POST http://10.0.0.2:8001/api/worker/generate_stream`. */
  what: string;
  /** The transport's own, for speed. */
  byteOperations?: ByteOperations | undefined;
  /** The largest frame, and the largest answer that comes in deltas, in bytes; 16 MiB unless given. */
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
  const named = describeAnswered(what, stream);
  return new ModelOutputIterator(stream, new ModelOutputDecoder(byteOperations, maxFrameBytes, named, deltas), onEnd);
}
