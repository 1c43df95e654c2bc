import type { Fleet } from "@modelfleet/client";
import { createFleet } from "@modelfleet/client/node";
import type { GlobalOptions } from "../global-options.ts";
import { sayAside } from "../terminal/talk.ts";
import { findController } from "./find-controller.ts";

export interface Connection {
  fleet: Fleet;
  address: string;
}

/** The cluster that a command is about. Its `fleet` is to be closed. */
export async function connect({ address, verbose }: GlobalOptions, signal: AbortSignal): Promise<Connection> {
  const { CONTROLLER_ADDRESS, MODELFLEET_TOKEN } = process.env;
  const found = await findController({ address, environment: CONTROLLER_ADDRESS, signal });
  // Not from an option: the list of processes shows those to everyone on the machine.
  const token = MODELFLEET_TOKEN || undefined;
  const fleet = createFleet({ controller: found.address, token });
  if (verbose) {
    sayAside(`Controller: ${found.address} (from ${found.source})${token ? ", with MODELFLEET_TOKEN" : ""}`);
  }
  return { fleet, address: found.address };
}
