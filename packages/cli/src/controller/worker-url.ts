import { isIPv6 } from "node:net";

/** The base URL of the worker at a registered address, as clients of the cluster call it. */
export function workerUrl({ host, port }: { host: string; port: number }): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
