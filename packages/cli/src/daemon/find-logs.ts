import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { daemonKinds, logsFolder } from "./daemon-record.ts";
import { findDaemons } from "./find-daemons.ts";
import { type DaemonFilter, matches } from "./named-daemons.ts";

export interface FoundLog {
  /** Such as `worker-8001`. */
  name: string;
  path: string;
}

/** The logs of what runs or died in the background; where there is nothing, those that others left. */
export async function findLogs(filter: DaemonFilter): Promise<FoundLog[]> {
  const records = (await findDaemons()).map(({ record }) => record).filter((record) => matches(filter, record));
  if (records.length > 0) return records.map(({ kind, port, log }) => ({ name: `${kind}-${port}`, path: log }));
  const names = await readdir(logsFolder()).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return [];
  });
  return names.flatMap((file) => {
    const [, name = "", kindText, port] = /^(([a-z]+)-(\d+))\.log$/.exec(file) ?? [];
    const kind = daemonKinds.find((known) => known === kindText);
    return kind && matches(filter, { kind, port: Number(port) }) ? [{ name, path: join(logsFolder(), file) }] : [];
  });
}
