import { HttpTransport } from "../http/http-transport.ts";
import type { Transport } from "../transport.ts";
import type { TransportOptions } from "../transport-options.ts";
import { bufferByteOperations } from "./buffer-byte-operations.ts";
import { HttpExchange } from "./http-exchange.ts";

export type NodeTransportOptions = TransportOptions;

/** The transport for servers and commands on Node. `close()` lets go of its kept connections. */
export function createNodeTransport(options: NodeTransportOptions = {}): Transport {
  const advice = "Check the address and that the server runs";
  return new HttpTransport(new HttpExchange(), bufferByteOperations, options, advice);
}
