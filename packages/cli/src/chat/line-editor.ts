import { createInterface, type Interface } from "node:readline";
import { BracketedPaste } from "./bracketed-paste.ts";
import { MutableOutput } from "./mutable-output.ts";
import { PasteFilter } from "./paste-filter.ts";
import { lineBreakSign, PastedTexts } from "./pasted-texts.ts";

/** Another line was given up with Ctrl-C. */
export const cancelled: unique symbol = Symbol("cancelled");

export type TypedLine = string | typeof cancelled | undefined;

export interface LineEditorOptions {
  /** Messages of earlier runs, the newest first. */
  history: readonly string[];
  /** How many messages can be had back with the arrow keys. */
  historySize: number;
  /** What may be typed in place of a line's beginning, for Tab. */
  complete: (line: string) => string[] | Promise<string[]>;
  /** Ctrl-C, with what stands on the line. */
  onInterrupt: (line: string) => void;
}

/**
 * Lines typed on a terminal, with editing and history. While nobody asks for a line, typing is not echoed but kept: it
 * stands on the next line, or is the next line if it was ended.
 */
export class LineEditor {
  readonly #readline: Interface;
  readonly #filter: PasteFilter;
  readonly #output: MutableOutput;
  readonly #pasted = new PastedTexts();
  readonly #options: LineEditorOptions;
  /** Readline keeps lines, where messages are wanted: its list is made to hold these instead. */
  readonly #history: string[];
  #readlineHistory: string[] = [];
  /** Lines that were typed ahead. */
  readonly #ahead: string[] = [];
  #waiting: ((line: TypedLine) => void) | undefined;
  #prompt = "";
  #closed = false;
  #bracketedPaste: BracketedPaste;

  constructor(options: LineEditorOptions) {
    this.#options = options;
    this.#history = options.history.map((message) => this.#pasted.fold(message));
    this.#output = new MutableOutput(process.stderr.isTTY ? process.stderr : process.stdout);
    this.#filter = new PasteFilter({
      input: process.stdin,
      onPaste: (text) => this.#pasted.fold(text),
      lineBreak: lineBreakSign,
    });
    process.stdin.setEncoding("utf8").pipe(this.#filter);
    this.#readline = createInterface({
      input: this.#filter,
      output: this.#output,
      terminal: true,
      history: [...this.#history],
      historySize: options.historySize,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        const found = options.complete(line);
        // At once where it can be: what is typed meanwhile comes before it.
        if (Array.isArray(found)) done(null, [found, line]);
        else
          found.then(
            (later) => done(null, [later, line]),
            () => done(null, [[], line]),
          );
      },
    });
    this.#readline.on("history", (lines) => {
      this.#readlineHistory = lines;
      this.#restoreHistory();
    });
    this.#readline.on("line", (line) => this.#onLine(this.#pasted.unfold(line)));
    this.#readline.on("close", () => {
      this.#closed = true;
      this.#deliver(undefined);
    });
    this.#readline.on("SIGINT", () => options.onInterrupt(this.#readline.line));
    this.#readline.on("SIGTSTP", () => this.#suspend());
    process.on("SIGCONT", this.#goOn);
    this.#bracketedPaste = new BracketedPaste(this.#output.terminal);
    this.#output.muted = true;
  }

  /**
   * `undefined` at the end of input, or when the editor was closed.
   *
   * @param options `ahead`: whether it may have been typed already; not so for the answer to a question just asked
   */
  next(prompt: string, { ahead = true }: { ahead?: boolean } = {}): Promise<TypedLine> {
    this.#prompt = prompt;
    const typed = ahead ? this.#ahead.shift() : undefined;
    this.#output.muted = false;
    if (typed !== undefined) {
      this.#output.write(`${prompt}${typed}\n`);
      this.#output.muted = true;
      return Promise.resolve(typed);
    }
    if (this.#closed) return Promise.resolve(undefined);
    // What was typed ahead may have wrapped, and readline then redraws from as many rows further up.
    this.#output.write("\n".repeat(this.#readline.getCursorPos().rows));
    this.#readline.setPrompt(prompt);
    this.#readline.prompt(true);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Whether a line is being asked for. */
  get waiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** That of the line that is asked for. */
  get prompt(): string {
    return this.#prompt;
  }

  /** The next arrow up finds this message. */
  remember(message: string): void {
    const folded = this.#pasted.fold(message);
    const earlier = this.#history.indexOf(folded);
    if (earlier >= 0) this.#history.splice(earlier, 1);
    this.#history.unshift(folded);
    this.#history.splice(this.#options.historySize);
    this.#restoreHistory();
  }

  /** Empties the line that is being typed. */
  clear(): void {
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
  }

  /** The line that is asked for is not wanted any more. */
  cancel(): void {
    this.#output.write("\n");
    this.#output.muted = true;
    this.clear();
    this.#deliver(cancelled);
  }

  /** Says something while a line is awaited. */
  interject(text: string): void {
    this.#output.write(`\n${text}\n`);
    this.#readline.prompt(true);
  }

  close(): void {
    if (this.#output.destroyed) return;
    process.off("SIGCONT", this.#goOn);
    this.#readline.close();
    process.stdin.unpipe(this.#filter);
    process.stdin.pause();
    this.#filter.destroy();
    this.#bracketedPaste[Symbol.dispose]();
    this.#output.destroy();
  }

  /** Ctrl-Z, which is a key in raw mode: the shell gets its terminal as it was. */
  #suspend(): void {
    this.#bracketedPaste[Symbol.dispose]();
    this.#filter.setRawMode(false);
    process.kill(process.pid, "SIGTSTP");
  }

  /** After `fg`, also where it was not Ctrl-Z that stopped us. Readline would stay paused, and take no key any more. */
  readonly #goOn = (): void => {
    // Node takes the mode that it set last for the one that the terminal is in.
    this.#filter.setRawMode(false);
    this.#filter.setRawMode(true);
    this.#bracketedPaste[Symbol.dispose]();
    this.#bracketedPaste = new BracketedPaste(this.#output.terminal);
    this.#output.write("\n".repeat(this.#readline.getCursorPos().rows));
    this.#readline.prompt(true);
  };

  #restoreHistory(): void {
    this.#readlineHistory.splice(0, this.#readlineHistory.length, ...this.#history);
  }

  #onLine(line: string): void {
    // At once: further lines may follow in the same piece of input.
    this.#output.muted = true;
    if (this.#waiting) this.#deliver(line);
    else this.#ahead.push(line);
  }

  #deliver(line: TypedLine): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
  }
}
