import { join } from "node:path";
import { foldersOf } from "../folders.ts";

/** What can run in the background; a fleet is what `up` runs. In the order in which they are shown. */
export const daemonKinds = ["fleet", "controller", "worker", "apiserver"] as const;

export type DaemonKind = (typeof daemonKinds)[number];

/** What is kept of a server in the background, in a file of its own. No secrets. */
export interface DaemonRecord {
  kind: DaemonKind;
  pid: number;
  /** What it listens on. */
  host: string;
  port: number;
  /** Where programs of this machine reach it. */
  url: string;
  /** Its controller, or several separated by commas; itself, if it is one; empty for none. */
  controller: string;
  /** The file that it writes to. */
  log: string;
  /** The socket, or pipe on Windows, at which it listens for `stop`. While it can be connected to, the process lives. */
  control: string;
  /** ISO 8601. */
  startedAt: string;
  /** What was typed, without keys. */
  command: string;
}

/** No two servers of a kind have one port, so this names one. */
export function daemonName({ kind, port }: Pick<DaemonRecord, "kind" | "port">): string {
  return `${kind}-${port}`;
}

export function daemonsFolder(): string {
  return join(foldersOf().state, "daemons");
}

export function logsFolder(): string {
  return join(foldersOf().state, "logs");
}

/** The record in a file's text; `undefined` if it is none, or one of another version. */
export function parseRecord(text: string): DaemonRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

const texts = ["host", "url", "controller", "log", "control", "startedAt", "command"] as const;

function isRecord(value: unknown): value is DaemonRecord {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Partial<Record<keyof DaemonRecord, unknown>>;
  return (
    daemonKinds.some((kind) => kind === record.kind) &&
    Number.isInteger(record.pid) &&
    Number.isInteger(record.port) &&
    texts.every((key) => typeof record[key] === "string")
  );
}
