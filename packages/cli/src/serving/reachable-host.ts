import { isIP } from "node:net";
import { networkInterfaces } from "node:os";

/** What a worker registers as its host: an address at which others reach what listens on `host`. */
export function reachableHost(host: string): string {
  // Python's workers and clients know no name for it in every set-up, but all know the number.
  if (host === "localhost") return "127.0.0.1";
  if (host !== "0.0.0.0" && host !== "::") return host;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find(({ internal, address }) => !internal && isIP(address) === 4)?.address ?? "127.0.0.1";
}
