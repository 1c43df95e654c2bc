import { randomUUID } from "node:crypto";
import { appendFile, chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { foldersOf } from "../folders.ts";

export const maxMessages = 1_000;
/** A message is kept up to this many UTF-16 units; longer ones were pasted, and lie somewhere else. */
const maxMessageLength = 10_000;

/** Only for whoever wrote them. */
const fileMode = 0o600;
const folderMode = 0o700;

/**
 * The messages that were typed to models, one JSON string per line, in the state folder. Several chats may write to it at
 * the same time. A chat goes on without it.
 */
export class HistoryFile {
  readonly #path: string;
  readonly #onFailure: (reason: string) => void;
  #failed = false;

  /** @param onFailure told once */
  constructor(onFailure: (reason: string) => void, path: string = join(foldersOf().state, "chat-history.jsonl")) {
    this.#onFailure = onFailure;
    this.#path = path;
  }

  /** The newest first. Lines that are no messages are passed over. */
  async read(): Promise<string[]> {
    const messages: string[] = [];
    await this.#try(async () => {
      messages.push(...(await readFile(this.#path, "utf8")).split("\n").flatMap(messageOf));
      if (messages.length > 2 * maxMessages) await this.#replace(messages.slice(-maxMessages));
    });
    return [...new Set(messages.reverse())].slice(0, maxMessages);
  }

  async add(message: string): Promise<void> {
    if (message.length > maxMessageLength || this.#failed) return;
    await this.#try(async () => {
      await mkdir(dirname(this.#path), { recursive: true, mode: folderMode });
      await appendFile(this.#path, `${JSON.stringify(message)}\n`, { mode: fileMode });
      // It may have been made by hand, for everyone to read.
      await chmod(this.#path, fileMode);
    });
  }

  async #try(use: () => Promise<void>): Promise<void> {
    try {
      await use();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT" || this.#failed) return;
      this.#failed = true;
      this.#onFailure((error as Error).message);
    }
  }

  async #replace(messages: readonly string[]): Promise<void> {
    const beside = `${this.#path}.${randomUUID()}`;
    try {
      await writeFile(beside, messages.map((message) => `${JSON.stringify(message)}\n`).join(""), { mode: fileMode });
      await rename(beside, this.#path);
    } finally {
      await rm(beside, { force: true });
    }
  }
}

function messageOf(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "string" && value !== "" ? [value] : [];
  } catch {
    return [];
  }
}
