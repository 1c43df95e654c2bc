import { createInterface, type Interface } from "node:readline";
import { MutableOutput } from "./mutable-output.ts";

export interface LineEditorOptions {
  prompt: string;
  /** Ctrl-C, with what stands on the line. */
  onInterrupt: (line: string) => void;
}

/**
 * Lines typed on a terminal, with editing and history. While nobody asks for a line, typing is not echoed but kept: it
 * stands on the next line, or is the next line if it was ended.
 */
export class LineEditor {
  readonly #readline: Interface;
  readonly #output: MutableOutput;
  readonly #prompt: string;
  /** Lines that were typed, or pasted, ahead. */
  readonly #ahead: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #closed = false;

  constructor({ prompt, onInterrupt }: LineEditorOptions) {
    this.#prompt = prompt;
    this.#output = new MutableOutput(process.stderr.isTTY ? process.stderr : process.stdout);
    this.#readline = createInterface({ input: process.stdin, output: this.#output, terminal: true, prompt });
    this.#readline.on("line", (line) => this.#onLine(line));
    this.#readline.on("close", () => {
      this.#closed = true;
      this.#deliver(undefined);
    });
    this.#readline.on("SIGINT", () => onInterrupt(this.#readline.line));
    this.#output.muted = true;
  }

  /** `undefined` at the end of input. */
  next(): Promise<string | undefined> {
    const typed = this.#ahead.shift();
    this.#output.muted = false;
    if (typed !== undefined) {
      this.#output.write(`${this.#prompt}${typed}\n`);
      this.#output.muted = true;
      return Promise.resolve(typed);
    }
    if (this.#closed) return Promise.resolve(undefined);
    // What was typed ahead may have wrapped, and readline then redraws from as many rows further up.
    this.#output.write("\n".repeat(this.#readline.getCursorPos().rows));
    this.#readline.prompt(true);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Empties the line that is being typed. */
  clear(): void {
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
  }

  /** Says something while a line is awaited. */
  interject(text: string): void {
    this.#output.write(`\n${text}\n`);
    this.#readline.prompt(true);
  }

  close(): void {
    this.#readline.close();
    this.#output.destroy();
  }

  #onLine(line: string): void {
    // At once: further lines may follow in the same piece of input.
    this.#output.muted = true;
    if (this.#waiting) this.#deliver(line);
    else this.#ahead.push(line);
  }

  #deliver(line: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
  }
}
