import type { ExchangeResponse } from "./exchange.ts";

/**
 * Whether the answer says that it is a web page. Other types pass: upstream's streams come with none at all, and
 * proxies relabel JSON.
 */
export function isWebPage(response: ExchangeResponse): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(response.header("content-type") ?? "");
}
