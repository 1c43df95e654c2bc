import ky from "ky";
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

/** Over ky and a `fetch`. ky's retries, timeouts and status errors are off: ours are on. */
export class FetchExchange implements Exchange {
  readonly tellsConnect = false;
  readonly #fetch: Fetch | undefined;

  constructor(fetch: Fetch | undefined) {
    // ky calls it as a method of its options, which the `fetch` of browsers and workerd refuses: Illegal invocation.
    this.#fetch = fetch && ((input, init) => fetch(input, init));
  }

  async send({ method, url, headers, body, signal }: ExchangeRequest): Promise<ExchangeResponse> {
    const response = await ky(url, {
      method,
      headers,
      signal,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      ...(body !== undefined && { body }),
      ...(this.#fetch && { fetch: this.#fetch }),
    });
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
