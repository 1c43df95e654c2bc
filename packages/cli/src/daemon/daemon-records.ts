import { chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { type DaemonRecord, daemonName, daemonsFolder, parseRecord } from "./daemon-record.ts";
import { readIfThere } from "./find-daemons.ts";

export function recordPath(daemon: Pick<DaemonRecord, "kind" | "port">): string {
  return join(daemonsFolder(), `${daemonName(daemon)}.json`);
}

export function readRecord(daemon: Pick<DaemonRecord, "kind" | "port">): DaemonRecord | undefined {
  return parseRecord(readIfThere(recordPath(daemon)));
}

/** As a whole or not at all, for its user only. */
export async function writeRecord(record: DaemonRecord): Promise<void> {
  const beside = `${recordPath(record)}.${record.pid}.tmp`;
  try {
    await writeFile(beside, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
    await rename(beside, recordPath(record));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Forgets a daemon whose process is gone. */
export async function forget(record: DaemonRecord): Promise<void> {
  const now = readRecord(record);
  // Another one has its place by now.
  if (now && (now.pid !== record.pid || now.startedAt !== record.startedAt)) return;
  await rm(recordPath(record), { force: true });
  // Pipes on Windows leave nothing.
  if (process.platform !== "win32") await rm(record.control, { force: true });
}

/** Makes a folder that only its user may look into, whoever made it. @throws CommandError */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `The folder ${path} cannot be made (${code}). Set XDG_STATE_HOME to one that can be written to.`,
      exitCodes.failed,
    );
  }
}
