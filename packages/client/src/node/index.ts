import { createNodeTransport, type NodeTransportOptions } from "@modelfleet/transport/node";
import { createFleet as createFleetOver } from "../create-fleet.ts";
import type { Fleet } from "../fleet.ts";
import type { FleetOptions } from "../fleet-options.ts";

export interface NodeFleetOptions extends Omit<FleetOptions, "fetch" | "transport">, NodeTransportOptions {}

/** `createFleet` over Node's own HTTP client with kept connections: for servers and command lines. */
export function createFleet(options: NodeFleetOptions): Fleet {
  const { pooled, followRedirects, ca, cert, key, mayConnect, ...fleet } = options;
  return createFleetOver({ ...fleet, transport: createNodeTransport(options) });
}
