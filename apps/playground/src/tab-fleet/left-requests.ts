type Fetch = typeof globalThis.fetch;

const idHeader = "x-in-tab-request";

/**
 * Tells a worker of the tab that its caller has left. A service worker passes requests and answers on, and not that
 * somebody lost interest in them; caller and worker being in one page, it is told directly.
 */
export class LeftRequests {
  readonly #callers = new Map<string, AbortController>();

  /** The caller's side. */
  fetch(fetch: Fetch): Fetch {
    return async (input, init) => {
      const id = crypto.randomUUID();
      const left = new AbortController();
      this.#callers.set(id, left);
      const leave = () => {
        left.abort();
        done();
      };
      const done = () => {
        this.#callers.delete(id);
        init?.signal?.removeEventListener("abort", leave);
      };
      init?.signal?.addEventListener("abort", leave);
      const headers = new Headers(init?.headers);
      headers.set(idHeader, id);
      try {
        const response = await fetch(input, { ...init, headers });
        if (!response.body) {
          done();
          return response;
        }
        return new Response(watched(response.body, done, leave), response);
      } catch (error) {
        leave();
        throw error;
      }
    };
  }

  /** The worker's side: the answer ends when its caller has left. */
  answerTo(request: Request, response: Response): Response {
    const left = this.#callers.get(request.headers.get(idHeader) ?? "")?.signal;
    if (!left || !response.body) return response;
    const reader = response.body.getReader();
    left.addEventListener("abort", () => void reader.cancel().catch(() => undefined), { once: true });
    if (left.aborted) void reader.cancel().catch(() => undefined);
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
    return new Response(body, response);
  }
}

/** @param done when it was read to its end, or broke; @param leave when its reader went */
function watched(body: ReadableStream<Uint8Array>, done: () => void, leave: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const read = await reader.read();
          if (!read.done) return controller.enqueue(read.value);
          done();
          controller.close();
        } catch (error) {
          done();
          controller.error(error);
        }
      },
      async cancel(reason) {
        leave();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
