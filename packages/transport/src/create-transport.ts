import { type Fetch, FetchExchange } from "./http/fetch-exchange.ts";
import { HttpTransport } from "./http/http-transport.ts";
import type { Transport } from "./transport.ts";
import type { TransportOptions } from "./transport-options.ts";
import { webByteOperations } from "./web-byte-operations.ts";

export interface FetchTransportOptions extends TransportOptions {
  /** In place of the runtime's own `fetch`. */
  fetch?: Fetch | undefined;
}

/** The transport that runs wherever `fetch` does. Servers and commands on Node take `createNodeTransport`. */
export function createTransport(options: FetchTransportOptions = {}): Transport {
  const advice =
    "Check the address and that the server runs; in a browser a server without CORS headers looks the same, " +
    "and DB-GPT's controllers and workers send none: go through a gateway";
  return new HttpTransport(new FetchExchange(options.fetch), webByteOperations, options, advice);
}
