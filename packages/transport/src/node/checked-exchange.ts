import type { Exchange, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";
import { addressRefused } from "./connect-options.ts";

/** More servers than that are asked about anew. */
const maxOrigins = 10_000;

/** Sends nothing to addresses in URLs that may not be connected to. Names are looked after where they are resolved. */
export class CheckedExchange implements Exchange {
  readonly tellsConnect: boolean;
  readonly #inner: Exchange;
  readonly #mayConnect: (address: string) => boolean;
  readonly #allowed = new Set<string>();

  constructor(inner: Exchange, mayConnect: (address: string) => boolean) {
    this.#inner = inner;
    this.#mayConnect = mayConnect;
    this.tellsConnect = inner.tellsConnect;
  }

  async send(request: ExchangeRequest): Promise<ExchangeResponse> {
    const origin = request.url.slice(0, request.url.indexOf("/", 8));
    if (!this.#allowed.has(origin)) this.#check(origin);
    return this.#inner.send(request);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #check(origin: string): void {
    // As the parser writes it, which knows every way to write an address.
    const host = new URL(origin).hostname.replace(/^\[|\]$/g, "");
    const { isIP } = process.getBuiltinModule("node:net");
    if (isIP(host) !== 0 && !this.#mayConnect(host)) throw addressRefused(host);
    if (this.#allowed.size >= maxOrigins) this.#allowed.clear();
    this.#allowed.add(origin);
  }
}
