import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { connectTo } from "./control-client.ts";
import { type DaemonRecord, daemonKinds, daemonName, daemonsFolder, parseRecord } from "./daemon-record.ts";

/** A record, and whether its process lives. One that ended in order took its record with it. */
export interface FoundDaemon {
  record: DaemonRecord;
  alive: boolean;
}

/** Everything that this user has in the background, by kind and port. */
export async function findDaemons(): Promise<FoundDaemon[]> {
  const names = await readdir(daemonsFolder()).catch(nothingThere);
  const texts = await Promise.all(
    // Gone in between: it has just ended.
    names.filter((name) => name.endsWith(".json")).map((name) => readIfThere(join(daemonsFolder(), name))),
  );
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

export function recordPath(daemon: Pick<DaemonRecord, "kind" | "port">): string {
  return join(daemonsFolder(), `${daemonName(daemon)}.json`);
}

export async function readRecord(daemon: Pick<DaemonRecord, "kind" | "port">): Promise<DaemonRecord | undefined> {
  return parseRecord(await readIfThere(recordPath(daemon)));
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
  const now = await readRecord(record);
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

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    nothingThere(error);
    return "";
  }
}

/** @throws CommandError for what is there and cannot be read */
function nothingThere(error: unknown): [] {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return [];
  throw new CommandError(`${path} cannot be read (${code}).`, exitCodes.failed);
}
