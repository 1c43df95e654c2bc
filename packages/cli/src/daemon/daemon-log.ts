import { copyFileSync, fstatSync, ftruncateSync, renameSync, writeSync } from "node:fs";

const defaultMaxBytes = 10_000_000;

/** Where the log before this one is. */
export function olderLog(path: string): string {
  return `${path}.1`;
}

/** What each line of a log begins with: when it was begun, by UTC. */
export const stampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;

export interface DaemonLogOptions {
  /** Above this size its content moves to `FILE.1`, in place of what is there. */
  maxBytes?: number;
  now?: () => Date;
}

/**
 * The log of this process, which its standard output and error are: what the runtime and native code write past us, such
 * as the last words of a crash, goes there too. Lines of ours begin with the time.
 */
export class DaemonLog {
  #path: string;
  readonly #fd: number;
  readonly #maxBytes: number;
  readonly #now: () => Date;
  #atLineStart = true;

  /** @param fd open for appending */
  constructor(fd: number, path: string, { maxBytes = defaultMaxBytes, now = () => new Date() }: DaemonLogOptions = {}) {
    this.#fd = fd;
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  write(text: string): void {
    if (text === "") return;
    const lines = text.replace(/^(?=.)/gms, (_start, offset: number) => {
      return offset > 0 || this.#atLineStart ? `${this.#now().toISOString()} ` : "";
    });
    this.#atLineStart = text.endsWith("\n");
    try {
      if (fstatSync(this.#fd).size > this.#maxBytes) this.#turnOver();
      writeSync(this.#fd, lines);
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

  /** The file stays the same, since it is open as the standard output and error: its content moves. */
  #turnOver(): void {
    copyFileSync(this.#path, olderLog(this.#path));
    ftruncateSync(this.#fd);
  }
}
