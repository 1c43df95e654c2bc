import { once } from "node:events";
import { watch } from "node:fs";
import { logsFolder } from "../daemon/daemon-record.ts";
import { findLogs } from "../daemon/find-logs.ts";
import { LogLines } from "../daemon/log-lines.ts";
import { LogReader } from "../daemon/log-reader.ts";
import { describeFilter, readFilter } from "../daemon/named-daemons.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { interruptSignal } from "../interrupt.ts";
import { entryText, parseEntry } from "../serving/log-entry.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonLine } from "../terminal/json.ts";
import { style } from "../terminal/style.ts";
import { terminalSize } from "../terminal/terminal-size.ts";

export interface LogsOptions {
  kind?: string;
  port?: string;
  follow?: boolean;
  lines?: string;
  json?: boolean;
}

const defaultLines = 100;

interface OpenLog {
  reader: LogReader;
  lines: LogLines;
}

/** Prints the ends of logs, and with `follow` what is added to them until Ctrl-C. */
export async function logs({ kind, port, follow, lines, json }: LogsOptions): Promise<ExitCode> {
  const count = readCount(lines);
  const filter = readFilter({ kind, port });
  const found = await findLogs(filter);
  if (found.length === 0) throw new CommandError(`No ${describeFilter(filter)} has left a log.`, exitCodes.failed);
  const widest = Math.max(...found.map(({ name }) => name.length));
  const open = found.map(({ name, path }): OpenLog => {
    const prefix = found.length > 1 ? `${name.padEnd(widest)} | ` : "";
    const shown = json ? (line: string) => jsonOf(name, line) : (line: string) => textOf(prefix, line);
    return { reader: new LogReader(path), lines: new LogLines(shown) };
  });
  try {
    // Watched before they are read: what comes in between is then seen as well.
    const changes = follow ? watchChanges(interruptSignal()) : undefined;
    try {
      for (const log of open) {
        const all = log.lines.push(await log.reader.read());
        if (!follow) all.push(...log.lines.end());
        await print(all.slice(Math.max(0, all.length - count)));
      }
      if (changes) await printOn(open, changes);
    } finally {
      changes?.close();
    }
  } finally {
    for (const { reader } of open) await reader.close();
  }
  return follow ? exitCodes.interrupted : exitCodes.ok;
}

interface Changes {
  /** Whether there is one, and not the end. */
  next(): Promise<boolean>;
  close(): void;
}

/** Of the folder, so that files which take the place of others are seen. */
function watchChanges(signal: AbortSignal): Changes {
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  const watcher = watch(logsFolder(), wake);
  signal.addEventListener("abort", wake);
  return {
    async next() {
      await changed.promise;
      changed = Promise.withResolvers();
      return !signal.aborted;
    },
    close: () => watcher.close(),
  };
}

async function printOn(open: readonly OpenLog[], changes: Changes): Promise<void> {
  while (await changes.next()) {
    for (const { reader, lines } of open) await print(lines.push(await reader.read()));
  }
}

/** An entry with the server that it is of; what is none, as a line. */
function jsonOf(server: string, line: string): string {
  return jsonLine({ server, ...(parseEntry(line) ?? { line }) }).trimEnd();
}

/** For a person on a terminal; elsewhere the line as it is, for `jq` and its like. */
function textOf(prefix: string, line: string): string {
  const { stdout } = process;
  const entry = stdout.isTTY ? parseEntry(line) : undefined;
  if (!entry) return prefix + line;
  const time = localTime(entry.time);
  const room = terminalSize(stdout).columns - prefix.length - time.length - 1;
  const text = `${style("dim", time, stdout)} ${entryText(entry, stdout, room)}`;
  return text.replaceAll(/^/gm, prefix);
}

/** `2026-11-21 10:00:00` by the clock of this machine. */
function localTime(iso: string): string {
  const time = new Date(iso);
  // Swedes write dates as ISO does.
  return Number.isNaN(time.getTime()) ? stripToLine(iso) : time.toLocaleString("sv");
}

/** No faster than it is read. */
async function print(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  if (!process.stdout.write(`${lines.join("\n")}\n`)) await once(process.stdout, "drain");
}

function readCount(text: string | undefined): number {
  if (text === undefined) return defaultLines;
  if (/^\d+$/.test(text)) return Number(text);
  throw new CommandError(`--lines ${JSON.stringify(text)} is no number of lines.`, exitCodes.usage);
}
