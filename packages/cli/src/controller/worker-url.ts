import { isIPv6 } from "node:net";

/**
 * The base URL of the worker at a registered address, as clients of the cluster call it. A registry says nothing of how:
 * over https where `MODELFLEET_WORKER_SCHEME` is that.
 */
export function workerUrl({ host, port }: { host: string; port: number }): string {
  const scheme = process.env.MODELFLEET_WORKER_SCHEME === "https" ? "https" : "http";
  return `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
