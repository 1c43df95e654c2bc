import { writeSync } from "node:fs";
import { asOneUpdate } from "../terminal/one-update.ts";
import { type TerminalSize, terminalSize } from "../terminal/terminal-size.ts";

const enter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const leave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/**
 * The whole terminal, on its second screen: what was there before comes back in every case, a crash and a signal
 * included. Lines that stay the same are not sent again, for slow connections.
 */
export class Screen implements Disposable {
  readonly #output: NodeJS.WriteStream & { fd: number };
  #shown: readonly string[] = [];
  #open = false;

  constructor(output: NodeJS.WriteStream & { fd: number }) {
    this.#output = output;
    process.on("exit", this.#restore);
    // Before the stack is printed, which would otherwise go with the second screen.
    process.on("uncaughtExceptionMonitor", this.#restore);
    this.open();
  }

  get size(): TerminalSize {
    return terminalSize(this.#output);
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.#shown = [];
    this.#output.write(enter);
  }

  /** After another size, and for a screen that something else has written on. */
  clear(): void {
    this.#shown = [];
    if (this.#open) this.#output.write("\x1b[2J");
  }

  /** @param lines one for each row of the screen, without line breaks */
  show(lines: readonly string[]): void {
    if (!this.#open) return;
    let text = "";
    for (const [row, line] of lines.entries()) {
      // Erased first: after a line as wide as the screen, its last character would be.
      if (line !== this.#shown[row]) text += `\x1b[${row + 1};1H\x1b[2K${line}\x1b[0m`;
    }
    this.#shown = [...lines];
    if (text !== "") this.#output.write(asOneUpdate(text));
  }

  /** Gives the terminal back for now. */
  readonly close = (): void => this.#restore();

  [Symbol.dispose](): void {
    this.#restore();
    process.off("exit", this.#restore);
    process.off("uncaughtExceptionMonitor", this.#restore);
  }

  /** At once, since the process may end before a queued write is done. */
  readonly #restore = (): void => {
    if (!this.#open) return;
    this.#open = false;
    try {
      writeSync(this.#output.fd, leave);
    } catch {
      // The terminal is gone.
    }
  };
}
