import type { ServerResponse } from "node:http";
import { textOf } from "../http/json-answer.ts";
import { type BodyChunks, takeBodyChunks } from "../iterator-body.ts";
import { BodyWriter, endWithin } from "./body-writer.ts";
import { plainChunksOf, plainTextOf } from "./plain-response.ts";

export interface WriteOptions {
  /** Whether only the headers are asked for. */
  bodiless: boolean;
  /** See `ServeLimits`. */
  unreadMs: number;
}

/**
 * Writes a response, no faster than the client reads. Rejects where the body breaks off: the caller then destroys the
 * connection, so that the client does not take half for the whole.
 */
export async function writeResponse(
  response: Response,
  outgoing: ServerResponse,
  { bodiless, unreadMs }: WriteOptions,
): Promise<void> {
  const text = bodiless ? undefined : (plainTextOf(response) ?? textOf(response));
  if (text !== undefined) {
    // With its length, which spares the client the chunks.
    const length = String(Buffer.byteLength(text));
    const headers: string[] = [];
    for (const [name, value] of response.headers) headers.push(name, value);
    headers.push("content-length", length);
    endWithin(outgoing.writeHead(response.status, headers), unreadMs, text);
    return;
  }
  const chunks = plainChunksOf(response) ?? takeBodyChunks(response) ?? readerChunks(response);
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (!chunks || bodiless) {
    outgoing.end();
    await chunks?.return?.();
    return;
  }
  // The reader may leave while the next piece is far: the source must not work on until then.
  const leave = (): void => {
    void Promise.resolve(chunks.return?.()).catch(() => {});
  };
  if (outgoing.destroyed) {
    leave();
    return;
  }
  outgoing.once("close", leave);
  // Headers go with the first piece where that is at hand, and before it where it is not.
  const flush = setImmediate(() => outgoing.flushHeaders());
  const writer = new BodyWriter(outgoing, unreadMs);
  try {
    for (;;) {
      const { done, value } = await chunks.next();
      clearImmediate(flush);
      if (done) break;
      if (outgoing.destroyed) return;
      if (!writer.write(value)) await writer.drained();
    }
    writer.end();
  } finally {
    clearImmediate(flush);
    outgoing.off("close", leave);
  }
}

/** A body that is only a web stream, in the same form. */
function readerChunks({ body }: Response): BodyChunks | undefined {
  if (!body) return undefined;
  const reader = body.getReader();
  return {
    next: () => reader.read() as ReturnType<BodyChunks["next"]>,
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
