import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { connectTo } from "./control-client.ts";
import { type DaemonRecord, daemonKinds, daemonsFolder, parseRecord } from "./daemon-record.ts";

/** A record, and whether its process lives. One that ended in order took its record with it. */
export interface FoundDaemon {
  record: DaemonRecord;
  alive: boolean;
}

/**
 * Everything that this user has in the background, by kind and port.
 *
 * Read at once and not by `node:fs/promises`: these are a few short files, every command without an address reads them,
 * and loading that module takes longer.
 */
export async function findDaemons(): Promise<FoundDaemon[]> {
  const names = namesIfThere(daemonsFolder()).filter((name) => name.endsWith(".json"));
  // Gone in between: it has just ended.
  const texts = names.map((name) => readIfThere(join(daemonsFolder(), name)));
  const records = texts.flatMap((text) => parseRecord(text) ?? []);
  const order = ({ kind, port }: DaemonRecord): number => daemonKinds.indexOf(kind) * 100_000 + port;
  records.sort((a, b) => order(a) - order(b));
  return Promise.all(records.map(async (record) => ({ record, alive: await isAlive(record) })));
}

export async function isAlive({ control }: DaemonRecord): Promise<boolean> {
  const socket = await connectTo(control);
  socket?.destroy();
  return socket !== undefined;
}

/** Empty where there is no such file. @throws CommandError for what is there and cannot be read */
export function readIfThere(path: string): string {
  return ifThere(path, "", () => readFileSync(path, "utf8"));
}

function namesIfThere(folder: string): string[] {
  return ifThere(folder, [], () => readdirSync(folder));
}

function ifThere<Value>(path: string, otherwise: Value, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return otherwise;
    throw new CommandError(`${path} cannot be read (${code}).`, exitCodes.failed);
  }
}
