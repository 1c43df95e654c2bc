import type { Dispatcher } from "undici";
import type { Exchange, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";
import { ReadableBody } from "./readable-body.ts";

interface Undici {
  dispatcher: Dispatcher;
  request: typeof import("undici").request;
}

/** Whether the environment names a proxy. */
export function hasProxy(): boolean {
  const { http_proxy, https_proxy, HTTP_PROXY, HTTPS_PROXY } = process.env;
  return Boolean(http_proxy || https_proxy || HTTP_PROXY || HTTPS_PROXY);
}

/**
 * Through the proxies that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name, over undici's pools. undici is loaded with
 * the first request only: it takes three times as long to load as Node takes to start.
 */
export class ProxyExchange implements Exchange {
  readonly tellsConnect = false;
  #undici: Promise<Undici> | undefined;

  async send({ method, url, headers, body, signal }: ExchangeRequest): Promise<ExchangeResponse> {
    this.#undici ??= load();
    const { dispatcher, request } = await this.#undici;
    const response = await request(url, {
      dispatcher,
      method: method as Dispatcher.HttpMethod,
      headers: { ...headers },
      body: body ?? null,
      signal,
    });
    return {
      status: response.statusCode,
      header: (name) => {
        const value = response.headers[name];
        return Array.isArray(value) ? value.join(", ") : value;
      },
      body: new ReadableBody(response.body),
    };
  }

  async close(): Promise<void> {
    if (this.#undici) await (await this.#undici).dispatcher.destroy();
  }
}

async function load(): Promise<Undici> {
  const { EnvHttpProxyAgent, request } = await import("undici");
  // Limits on time are ours.
  return { dispatcher: new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0 }), request };
}
