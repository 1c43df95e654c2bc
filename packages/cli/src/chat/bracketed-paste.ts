const on = "\x1b[?2004h";
const off = "\x1b[?2004l";

/** What ends a program before it can clean up. */
const endings = ["SIGTERM", "SIGHUP"] as const;

/**
 * Has a terminal mark what is pasted into it, until this is disposed or the process ends: a shell that knows nothing of it
 * would show the marks.
 */
export class BracketedPaste implements Disposable {
  readonly #terminal: NodeJS.WriteStream;
  readonly #restore = (): void => void this.#terminal.write(off);
  readonly #end = (signal: NodeJS.Signals): void => {
    this[Symbol.dispose]();
    process.kill(process.pid, signal);
  };

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal;
    terminal.write(on);
    process.once("exit", this.#restore);
    for (const signal of endings) process.once(signal, this.#end);
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#restore);
    for (const signal of endings) process.off(signal, this.#end);
    this.#restore();
  }
}
