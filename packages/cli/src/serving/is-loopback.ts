import { isIP } from "node:net";

/** By what the name always means: other names may stand for any address. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 4) return host.startsWith("127.");
  return host === "::1" || host === "localhost";
}
