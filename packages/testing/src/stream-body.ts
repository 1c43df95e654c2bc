/**
 * A body that is made as it is read: nothing runs ahead of the reader, so a slow reader slows the worker.
 *
 * @param signal ends the body with its reason
 * @param onEnd is called once; `cancelled` where the reader left or the signal aborted
 */
export function streamBody(
  chunks: AsyncGenerator<Uint8Array>,
  signal: AbortSignal,
  onEnd: (cancelled: boolean) => void,
): ReadableStream<Uint8Array> {
  let ended = false;
  const end = (cancelled: boolean): void => {
    if (ended) return;
    ended = true;
    signal.removeEventListener("abort", abort);
    onEnd(cancelled);
  };
  let abort = (): void => end(true);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        abort = () => {
          if (ended) return;
          controller.error(signal.reason);
          end(true);
        };
        if (signal.aborted) abort();
        else signal.addEventListener("abort", abort);
      },
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (ended) return;
          if (!done) {
            controller.enqueue(value);
            return;
          }
          controller.close();
        } catch (error) {
          if (ended) return;
          controller.error(error);
        }
        end(false);
      },
      cancel() {
        end(true);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The same bytes in pieces of `size`. */
export function inPieces(body: ReadableStream<Uint8Array>, size: number): ReadableStream<Uint8Array> {
  let rest = new Uint8Array(0);
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const all = new Uint8Array(rest.length + chunk.length);
        all.set(rest);
        all.set(chunk, rest.length);
        let at = 0;
        for (; at + size <= all.length; at += size) controller.enqueue(all.slice(at, at + size));
        rest = all.slice(at);
      },
      flush(controller) {
        if (rest.length > 0) controller.enqueue(rest);
      },
    }),
  );
}
