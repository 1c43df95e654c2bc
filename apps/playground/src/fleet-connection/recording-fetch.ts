import type { ExchangeLog } from "./exchange-log.ts";

type Fetch = typeof globalThis.fetch;

/** Names a call in the log. It is taken off again before anything is sent. */
const callHeader = "x-playground-call";

/** Given with a call's options, lets `ExchangeLog` tell which exchanges belong to it. */
export const callHeaders = (call: string): Record<string, string> => ({ [callHeader]: call });

/** What models are asked; the rest (lists, health, heartbeats) would only bury it. */
const recorded = /\/api\/worker\/(generate_stream|generate|embeddings)$/;

/** `host:port` of the worker that a request is for. */
export type InstanceOf = (url: URL, headers: Headers) => string | undefined;

/** A `fetch` that writes down what models are asked and what they answer, byte by byte, while it passes on. */
export function recordingFetch(fetch: Fetch, log: ExchangeLog, instanceOf: InstanceOf): Fetch {
  return async (input, init) => {
    const url = new URL(String(input instanceof Request ? input.url : input), location.href);
    const headers = new Headers(init?.headers);
    const call = headers.get(callHeader) ?? undefined;
    headers.delete(callHeader);
    if (!recorded.test(url.pathname)) return fetch(input, { ...init, headers });

    const id = crypto.randomUUID();
    const started = performance.now();
    const now = () => performance.now() - started;
    log.begin({
      id,
      call,
      method: init?.method ?? "GET",
      url: url.origin + url.pathname,
      instance: instanceOf(url, headers),
      sentAt: Date.now(),
      requestBody: typeof init?.body === "string" ? init.body : undefined,
    });
    try {
      const response = await fetch(input, { ...init, headers });
      log.answered(id, response.status, Object.fromEntries(response.headers));
      if (!response.body) {
        log.end(id, { kind: "complete", atMs: now() });
        return response;
      }
      return new Response(recordedBody(response.body, id, log, now), {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    } catch (error) {
      log.end(id, failure(error, now()));
      throw error;
    }
  };
}

function recordedBody(
  body: ReadableStream<Uint8Array>,
  id: string,
  log: ExchangeLog,
  now: () => number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            log.end(id, { kind: "complete", atMs: now() });
            controller.close();
            return;
          }
          log.chunk(id, { atMs: now(), bytes: value });
          controller.enqueue(value);
        } catch (error) {
          log.end(id, failure(error, now()));
          controller.error(error);
        }
      },
      async cancel(reason) {
        log.end(id, { kind: "left", atMs: now() });
        await reader.cancel(reason);
      },
    },
    // Nothing is read before it is asked for: the log must not hide how the worker is paced.
    { highWaterMark: 0 },
  );
}

function failure(error: unknown, atMs: number): { kind: "failed" | "left"; atMs: number; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof DOMException && error.name === "AbortError" ? "left" : "failed", atMs, message };
}
