import type { Exchange, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";

const maxRedirects = 5;
/** Not for another origin's eyes; `fetch` withholds the same. */
const secrets: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization"]);

/**
 * Follows redirects as `fetch` does, but one: a 301, 302 or 303 for a POST is not turned into a GET, which no server
 * of ours answers. It is left to be reported.
 */
export class RedirectingExchange implements Exchange {
  readonly tellsConnect: boolean;
  readonly #inner: Exchange;

  constructor(inner: Exchange) {
    this.#inner = inner;
    this.tellsConnect = inner.tellsConnect;
  }

  async send(request: ExchangeRequest): Promise<ExchangeResponse> {
    for (let current = request, redirects = 0; ; redirects++) {
      const response = await this.#inner.send(current);
      const target = redirectOf(current, response);
      if (!target || redirects === maxRedirects) {
        if (current !== request) {
          const reached = new URL(current.url).origin;
          if (reached !== new URL(request.url).origin) response.redirectedTo = reached;
        }
        return response;
      }
      response.body.cancel();
      const sameOrigin = target.origin === new URL(current.url).origin;
      const kept = Object.entries(current.headers).filter(([name]) => sameOrigin || !secrets.has(name));
      current = { ...current, url: target.href, headers: Object.fromEntries(kept) };
    }
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

function redirectOf({ method, url }: ExchangeRequest, response: ExchangeResponse): URL | undefined {
  const { status } = response;
  const follows = status === 307 || status === 308 || (method === "GET" && status >= 301 && status <= 303);
  const location = follows && response.header("location");
  if (!location || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  target.username = "";
  target.password = "";
  return /^https?:$/.test(target.protocol) ? target : undefined;
}
