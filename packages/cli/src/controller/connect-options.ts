import { readFileSync } from "node:fs";
import type { ConnectOptions } from "@modelfleet/transport/node";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { workerUrl } from "./worker-url.ts";

type Tls = Pick<ConnectOptions, "ca" | "cert" | "key">;

const variables = { ca: "MODELFLEET_CA", cert: "MODELFLEET_CERT", key: "MODELFLEET_KEY" } as const;

/**
 * By whom https servers of a cluster are believed, and who we are to those that ask: the files in PEM that
 * `MODELFLEET_CA`, `MODELFLEET_CERT` and `MODELFLEET_KEY` name.
 *
 * @throws CommandError for one that cannot be read
 */
export function connectOptions(): Tls {
  const options: Tls = {};
  for (const [name, variable] of Object.entries(variables) as [keyof Tls, string][]) {
    const path = process.env[variable];
    if (path) options[name] = readPem(path, variable);
  }
  return options;
}

/** The same for a fleet, which calls workers itself. */
export function fleetConnectOptions(): Tls & { resolveWorkerUrl: typeof workerUrl } {
  return { ...connectOptions(), resolveWorkerUrl: workerUrl };
}

/** @param what names the file in the error @throws CommandError */
export function readPem(path: string, what: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`The file of ${what} cannot be read: ${path} (${code})`, exitCodes.failed);
  }
}
