import { copyFileSync, fstatSync, ftruncateSync, renameSync, rmSync, writeSync } from "node:fs";
import { entryStart, type LogEntry } from "../serving/log-entry.ts";

const defaultMaxBytes = 10_000_000;

/** Where the log before this one is. */
export function olderLog(path: string): string {
  return `${path}.1`;
}

export interface DaemonLogOptions {
  /** Above this size its content moves to `FILE.1`, in place of what is there. */
  maxBytes?: number;
  now?: () => Date;
}

/**
 * The log of this process, which its standard output and error are: what the runtime and native code write past us, such
 * as the last words of a crash, goes there too. What is ours is lines of JSON, each with its time.
 */
export class DaemonLog {
  #path: string;
  readonly #fd: number;
  readonly #maxBytes: number;
  readonly #now: () => Date;
  /** A line that has no end yet. */
  #begun = "";
  /** Whether the file ends within a line, since its disk was full. */
  #cut = false;

  /** @param fd open for appending */
  constructor(fd: number, path: string, { maxBytes = defaultMaxBytes, now = () => new Date() }: DaemonLogOptions = {}) {
    this.#fd = fd;
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  write(text: string): void {
    const whole = this.#begun + text;
    const end = whole.lastIndexOf("\n") + 1;
    this.#begun = whole.slice(end);
    const lines = entriesOf(whole.slice(0, end), this.#now);
    if (lines === "") return;
    try {
      if (fstatSync(this.#fd).size > this.#maxBytes) this.#turnOver();
      const bytes = Buffer.from(this.#cut ? `\n${lines}` : lines);
      this.#cut = writeSync(this.#fd, bytes) < bytes.length;
    } catch {
      // A full disk is no reason for a server to end, and there is no other place to say so.
    }
  }

  /** Gives it its place; what is there already becomes the older one. */
  moveTo(path: string): void {
    try {
      renameSync(path, olderLog(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
    renameSync(this.#path, path);
    this.#path = path;
  }

  /**
   * The file stays the same, since it is open as the standard output and error: its content moves. Where there is no room
   * for it, not even that of the older one, it goes: a log that cannot move would grow, and be copied with every line.
   */
  #turnOver(): void {
    const older = olderLog(this.#path);
    try {
      rmSync(older, { force: true });
      copyFileSync(this.#path, older);
    } catch {
      rmSync(older, { force: true });
    }
    ftruncateSync(this.#fd);
    this.#cut = false;
  }
}

/** What was said, as lines of JSON. An entry of the server's own log is one already. */
function entriesOf(text: string, now: () => Date): string {
  // By itself only: a line within something else that was said is what others sent.
  if (text.startsWith(entryStart) && text.indexOf("\n") === text.length - 1) return text;
  const time = now().toISOString();
  // What is set in belongs to the line before, such as where an error comes from.
  const said = text.split(/\n(?![ \t])/).filter((line) => line.trim() !== "");
  return said.map((line) => `${JSON.stringify({ time, ...entryOf(line.trimEnd()) } satisfies LogEntry)}\n`).join("");
}

function entryOf(line: string): Omit<LogEntry, "time"> {
  const [, kind, message = line] = /^(error|warning): (.*)$/s.exec(line) ?? [];
  return { level: kind === "error" ? "error" : kind === "warning" ? "warn" : "info", message };
}
