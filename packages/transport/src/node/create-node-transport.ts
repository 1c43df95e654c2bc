import { HttpTransport } from "../http/http-transport.ts";
import type { Transport } from "../transport.ts";
import type { TransportOptions } from "../transport-options.ts";
import { bufferByteOperations } from "./buffer-byte-operations.ts";
import { CheckedExchange } from "./checked-exchange.ts";
import { type ConnectOptions, nodeConnectOptions } from "./connect-options.ts";
import { HttpExchange } from "./http-exchange.ts";
import { RedirectingExchange } from "./redirecting-exchange.ts";
import { hasProxy, UndiciExchange } from "./undici-exchange.ts";

export interface NodeTransportOptions extends TransportOptions, ConnectOptions {
  /**
   * For servers, which send many requests: over undici's pools, which take half the time for each, and 70 ms more to
   * load. False by default.
   */
  pooled?: boolean | undefined;
  /** True by default; false leaves a redirect to be reported, for servers that may be sent nowhere else. */
  followRedirects?: boolean | undefined;
}

/**
 * The transport for servers and commands on Node, over kept connections; `close()` lets go of them, and idle ones do
 * not keep the process alive. Heeds `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`.
 */
export function createNodeTransport(options: NodeTransportOptions = {}): Transport {
  const proxied = hasProxy();
  const { mayConnect, followRedirects = true } = options;
  const connect = nodeConnectOptions(options);
  const plain = proxied || options.pooled ? new UndiciExchange(proxied, connect) : new HttpExchange(connect);
  const checked = mayConnect ? new CheckedExchange(plain, mayConnect) : plain;
  const exchange = followRedirects ? new RedirectingExchange(checked) : checked;
  return new HttpTransport(exchange, bufferByteOperations, options, "Check the address and that the server runs");
}
