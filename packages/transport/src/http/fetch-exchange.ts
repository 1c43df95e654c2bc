import type { BodyReader, Exchange, ExchangeRequest, ExchangeResponse } from "./exchange.ts";

/** The platform's `fetch`, or one that behaves like it. */
export type Fetch = typeof globalThis.fetch;

function bodyOf(response: Response): BodyReader {
  const reader = response.body?.getReader();
  return {
    read: async () => (await reader?.read())?.value,
    cancel: () => void reader?.cancel().catch(() => {}),
  };
}

/** Over `fetch`. */
export class FetchExchange implements Exchange {
  readonly tellsConnect = false;
  readonly #fetch: Fetch;

  /** @param fetch by default the runtime's own, looked up at each request, so that mocks set up later are met */
  constructor(fetch?: Fetch) {
    // Called as a function: browsers and workerd refuse their `fetch` as a method of anything else.
    this.#fetch = (input, init) => (fetch ?? globalThis.fetch)(input, init);
  }

  async send({ method, url, headers: given, body, signal, repeatable }: ExchangeRequest): Promise<ExchangeResponse> {
    const fetch = this.#fetch;
    // A failed one may have its connection closed without a word, as uvicorn does, and the next must not meet that end.
    // Browsers leave the header out.
    const headers = repeatable ? given : { ...given, connection: "close" };
    const response = await fetch(url, { method, headers, signal, ...(body !== undefined && { body }) });
    const origin = response.redirected && new URL(response.url).origin;
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      redirectedTo: origin && origin !== new URL(url).origin ? origin : undefined,
      body: bodyOf(response),
    };
  }

  /** `fetch` keeps its connections to itself. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
