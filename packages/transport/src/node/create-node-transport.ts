import { HttpTransport } from "../http/http-transport.ts";
import type { Transport } from "../transport.ts";
import type { TransportOptions } from "../transport-options.ts";
import { bufferByteOperations } from "./buffer-byte-operations.ts";
import { HttpExchange } from "./http-exchange.ts";
import { hasProxy, ProxyExchange } from "./proxy-exchange.ts";
import { RedirectingExchange } from "./redirecting-exchange.ts";

export type NodeTransportOptions = TransportOptions;

/**
 * The transport for servers and commands on Node, over kept connections; `close()` lets go of them, and idle ones do
 * not keep the process alive. Heeds `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`.
 */
export function createNodeTransport(options: NodeTransportOptions = {}): Transport {
  const exchange = new RedirectingExchange(hasProxy() ? new ProxyExchange() : new HttpExchange());
  return new HttpTransport(exchange, bufferByteOperations, options, "Check the address and that the server runs");
}
