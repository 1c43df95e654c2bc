/** A ready-made piece of a body. Text is sent as UTF-8. */
export type BodyChunk = string | Uint8Array<ArrayBuffer>;

/** The pieces of a body. `return` is called when the reader leaves before the end; nothing is read ahead. */
export type BodyChunks = AsyncIterator<BodyChunk, unknown, undefined>;

/** By the stream and not by the response, which middleware may wrap in another one. */
const iterators = new WeakMap<ReadableStream, BodyChunks>();

/**
 * A response whose body comes from an iterator. Everyone reads it as a web stream; a server that can write pieces
 * itself takes the iterator with `takeBodyChunks` and spares the stream.
 */
export function iteratorResponse(chunks: BodyChunks, init?: ResponseInit): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === "string" ? encoder.encode(value) : (value as Uint8Array<ArrayBuffer>));
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    // A piece is made when it is asked for, and not before.
    { highWaterMark: 0 },
  );
  iterators.set(stream, chunks);
  return new Response(stream, init);
}

/** Makes a response of pieces in the form of the server that took the request. */
export type MakeStreamResponse = (chunks: BodyChunks, headers: Readonly<Record<string, string>>) => Response;

/** What a request has whose server writes pieces itself, and for which the stream need not even be made. */
export const makeStreamResponse: unique symbol = Symbol("makeStreamResponse");

/** A response to a request whose body comes from an iterator, in the form that its server writes with the least work. */
export function streamFor(
  request: Request,
  chunks: BodyChunks,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const make = (request as { [makeStreamResponse]?: MakeStreamResponse })[makeStreamResponse];
  return make ? make(chunks, headers) : iteratorResponse(chunks, { headers });
}

/**
 * The iterator behind a response's body, where there is one. Whoever takes it reads it to its end or calls its
 * `return`, and leaves the response's own body alone.
 */
export function takeBodyChunks(response: Response): BodyChunks | undefined {
  const { body } = response;
  if (!body || body.locked) return undefined;
  const chunks = iterators.get(body);
  iterators.delete(body);
  return chunks;
}
