import type { BackgroundOptions } from "../command-tables/daemonizable.ts";
import { type Access, accessFor } from "./access.ts";
import { readPort } from "./listen.ts";

/** Options of every command that serves. */
export interface ServeOptions extends BackgroundOptions {
  port?: string;
  host?: string;
}

export interface CheckedServeOptions {
  host: string;
  port: number | undefined;
  access: Access;
}

/** @throws CommandError */
export function checkServeOptions({ host = "127.0.0.1", port }: ServeOptions): CheckedServeOptions {
  return { host, port: port === undefined ? undefined : readPort(port), access: accessFor(host) };
}
