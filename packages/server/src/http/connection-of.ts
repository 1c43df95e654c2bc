import type { Connection } from "../authorize.ts";

/** What `serve` hands on beside a request; other runtimes put bindings of their own there. */
export function connectionOf(env: unknown): Connection {
  const address = (env as { remoteAddress?: unknown } | undefined)?.remoteAddress;
  return typeof address === "string" ? { remoteAddress: address } : {};
}
