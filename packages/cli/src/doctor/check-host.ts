import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type Finding, problem } from "./finding.ts";

/** What is wrong with an address that a worker has registered, whether or not something answers there. */
export async function checkHost(
  host: string,
  worker: string,
  /** Whether the controller is on this machine, so that `127.0.0.1` means the same to both. */
  controllerIsLocal: boolean,
): Promise<Finding | undefined> {
  if (host === "0.0.0.0" || host === "::") {
    return problem(
      "worker",
      `${worker} is registered as ${host}, which is no address to call`,
      "It listens on all addresses and registered that: start it with the address that others reach it at " +
        "(dbgpt: --worker_register_host; modelfleet: --host with an address of the machine).",
    );
  }
  if (!controllerIsLocal && (host === "localhost" || host === "::1" || host.startsWith("127."))) {
    return problem(
      "worker",
      `${worker} is registered as ${host}, which from here means this machine and not the worker's`,
      "Start it with the address that others reach it at (dbgpt: --worker_register_host).",
    );
  }
  if (isIP(host) !== 0) return undefined;
  try {
    await lookup(host);
    return undefined;
  } catch {
    return problem(
      "worker",
      `${worker} is registered under a name that does not resolve from here`,
      "The name may be known only in its own network, as a container's is. Let it register an address that is known " +
        "here too (dbgpt: --worker_register_host), or run modelfleet in that network.",
    );
  }
}

/** Whether only machines of one network know the way to this address. */
export function isPrivateAddress(host: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(host);
}
