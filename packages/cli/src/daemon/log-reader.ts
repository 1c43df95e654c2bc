import { type FileHandle, open, stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";

/** Reads what is added to a log, also when another file takes its place or its content moved elsewhere. */
export class LogReader {
  readonly #path: string;
  #file: FileHandle | undefined;
  #position = 0;
  #decoder = new StringDecoder("utf8");

  constructor(path: string) {
    this.#path = path;
  }

  /** What was added since the last time; empty where there is no file. */
  async read(): Promise<string> {
    const added = await this.#readOn();
    if (await this.#isCurrent()) return added;
    // To the end of the one that was, before the one that is: it may have grown until that came.
    const rest = added + (await this.#readOn());
    await this.close();
    try {
      this.#file = await open(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return rest;
      throw error;
    }
    return rest + (await this.#readOn());
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    this.#startOver();
  }

  async #readOn(): Promise<string> {
    const file = this.#file;
    if (!file) return "";
    const { size } = await file.stat();
    if (size < this.#position) this.#startOver();
    const bytes = Buffer.alloc(size - this.#position);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, this.#position);
    this.#position += bytesRead;
    return this.#decoder.write(bytes.subarray(0, bytesRead));
  }

  async #isCurrent(): Promise<boolean> {
    if (!this.#file) return false;
    const [open, named] = await Promise.all([this.#file.stat(), stat(this.#path).catch(() => undefined)]);
    // Between the two files there may be none for a moment.
    return named === undefined || (named.ino === open.ino && named.dev === open.dev);
  }

  #startOver(): void {
    this.#position = 0;
    this.#decoder = new StringDecoder("utf8");
  }
}
