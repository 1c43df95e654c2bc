import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { DaemonRecord } from "./daemon-record.ts";
import { findDaemons } from "./find-daemons.ts";

export function alreadyThere({ kind, pid, url, port }: DaemonRecord): CommandError {
  return new CommandError(
    `The ${kind} in the background has port ${port}: ${url}, pid ${pid}. Stop it with ` +
      `"modelfleet stop ${kind} --port ${port}", or give this one another with --port.`,
    exitCodes.failed,
  );
}

/** Who of this user's servers in the background has a port, where one has. */
export async function holderOf(port: number): Promise<DaemonRecord | undefined> {
  // Only to say more: what cannot be read is no further trouble.
  const daemons = await findDaemons().catch(() => []);
  return daemons.find(({ alive, record }) => alive && record.port === port)?.record;
}
