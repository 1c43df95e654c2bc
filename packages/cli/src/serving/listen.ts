import type { FetchHandler, ServedApp, ServeTls } from "@modelfleet/server/node";
import { serve } from "@modelfleet/server/node";
import { alreadyThere, holderOf } from "../daemon/already-there.ts";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { type LogLevel, openServerLog } from "./server-log.ts";

export interface ListenOptions {
  host: string;
  port: number;
  /** Whether the next free one will do. */
  orNextFree?: boolean;
  tls?: ServeTls | undefined;
  /** The least that its log tells; `info` by default. */
  logLevel?: LogLevel | undefined;
}

/** How many ports are tried, where nobody said which. */
const tries = 100;

/** Puts an app on its port. @throws CommandError if it cannot be had */
export async function listen(
  app: FetchHandler,
  { host, port: first, orNextFree = false, tls, logLevel }: ListenOptions,
): Promise<ServedApp> {
  const log = openServerLog(logLevel);
  const onError = (error: unknown): void => log.error(error instanceof Error ? error.message : String(error));
  const last = orNextFree ? Math.min(first + tries - 1, 65_535) : first;
  for (let candidate = first; ; candidate++) {
    try {
      return await serve(app, { host, port: candidate, onError, onRequest: log.request, tls });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE" && candidate < last) continue;
      const holder = code === "EADDRINUSE" && !orNextFree ? await holderOf(candidate) : undefined;
      throw holder ? alreadyThere(holder) : describe(error, host, candidate, first);
    }
  }
}

/** @throws CommandError */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CommandError(`--port ${JSON.stringify(text)} is no port: give a number from 0 to 65535.`, exitCodes.usage);
}

function describe(error: unknown, host: string, port: number, first: number): CommandError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    EADDRINUSE:
      port === first
        ? `Port ${port} of ${host} is taken: give another one with --port, or 0 for any.`
        : `The ports ${first} to ${port} of ${host} are taken: give one with --port, or 0 for any.`,
    EACCES: `Port ${port} of ${host} may not be used by this user: give one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is no address of this machine.`,
    ENOTFOUND: `There is no host ${host}.`,
  };
  return new CommandError((code && reasons[code]) || `Cannot listen on ${host}: ${message}`, exitCodes.failed);
}
