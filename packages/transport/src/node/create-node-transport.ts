import { HttpTransport } from "../http/http-transport.ts";
import type { Transport } from "../transport.ts";
import type { TransportOptions } from "../transport-options.ts";
import { bufferByteOperations } from "./buffer-byte-operations.ts";
import { HttpExchange } from "./http-exchange.ts";
import { RedirectingExchange } from "./redirecting-exchange.ts";
import { hasProxy, UndiciExchange } from "./undici-exchange.ts";

export interface NodeTransportOptions extends TransportOptions {
  /**
   * For servers, which send many requests: over undici's pools, which take half the time for each, and 70 ms more to
   * load. False by default.
   */
  pooled?: boolean | undefined;
}

/**
 * The transport for servers and commands on Node, over kept connections; `close()` lets go of them, and idle ones do
 * not keep the process alive. Heeds `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`.
 */
export function createNodeTransport(options: NodeTransportOptions = {}): Transport {
  const proxied = hasProxy();
  const exchange = proxied || options.pooled ? new UndiciExchange(proxied) : new HttpExchange();
  const redirecting = new RedirectingExchange(exchange);
  return new HttpTransport(redirecting, bufferByteOperations, options, "Check the address and that the server runs");
}
