import {
  GenerationError,
  InvalidResponseError,
  type ModelRequest,
  readResponse,
  TruncatedStreamError,
} from "@modelfleet/core";
import type { EngineCall, EnginePiece } from "../define/engine-definition.ts";
import { chatRequest } from "./chat-request.ts";
import { type Chunk, chunkPiece, chunkSchema } from "./chunk.ts";
import { defaultMaxEventLength, linger, readEvents } from "./read-events.ts";
import type { Upstream } from "./upstream.ts";
import { echoes, generationFailure, sentTexts } from "./upstream-failure.ts";

function readChunk(data: string, what: string): Chunk {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // The parser's own message quotes the answer.
    throw new InvalidResponseError(`${what}: an event of the stream is not JSON`);
  }
  return readResponse(chunkSchema, value, `an event of ${what}`);
}

function streamError(error: NonNullable<Chunk["error"]>, what: string, sent: readonly string[]): GenerationError {
  const { message, code } = typeof error === "string" ? { message: error, code: 1 } : error;
  const words = message && !echoes(message, sent) ? `: ${message.replace(/\s+/g, " ").slice(0, 500)}` : "";
  const errorCode = typeof code === "number" && Number.isInteger(code) && code !== 0 ? code : 1;
  return new GenerationError(`${what}: the upstream failed while it answered${words}`, { errorCode, partialText: "" });
}

/** The pieces of one answer of the upstream. Leaving the loop closes the connection. */
export async function* streamChat(
  upstream: Upstream,
  request: ModelRequest,
  call: EngineCall,
): AsyncGenerator<EnginePiece> {
  const { url, body } = chatRequest(upstream, request);
  const what = `POST ${new URL(url).origin}${new URL(url).pathname}`;
  const sent = sentTexts(request);
  const stream = await upstream.stream(url, body, call).catch((error: unknown) => {
    throw generationFailure(error, upstream.modelName(request.model), sent);
  });
  let finished = false;
  const events = readEvents(stream, what, upstream.options.maxEventLength ?? defaultMaxEventLength);
  try {
    for (;;) {
      const { value: data } = await events.next();
      if (data === undefined || data === "[DONE]") {
        finished ||= data !== undefined;
        break;
      }
      const chunk = readChunk(data, what);
      if (chunk.error) throw streamError(chunk.error, what, sent);
      const piece = chunkPiece(chunk);
      finished ||= piece.finishReason !== undefined;
      yield piece;
    }
    if (!finished) {
      throw new TruncatedStreamError(`${what}: the upstream ended the stream before the answer was complete`);
    }
    await linger(events);
  } finally {
    // A `return()` alone would wait for the read under way.
    stream.cancel();
  }
}
