import { canDraw } from "../terminal/can-draw.ts";
import { restoredBySignals } from "../terminal/restored-by-signals.ts";

const on = "\x1b[?2004h";
const off = "\x1b[?2004l";

/**
 * Has a terminal mark what is pasted into it, until this is disposed or the process ends: a shell that knows nothing of it
 * would show the marks.
 */
export class BracketedPaste implements Disposable {
  readonly #terminal: NodeJS.WriteStream;
  readonly #signals: Disposable;
  readonly #restore = (): void => this.#tell(off);

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal;
    this.#tell(on);
    process.once("exit", this.#restore);
    this.#signals = restoredBySignals(() => this[Symbol.dispose]());
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#restore);
    this.#signals[Symbol.dispose]();
    this.#restore();
  }

  #tell(mode: string): void {
    if (canDraw(this.#terminal)) this.#terminal.write(mode);
  }
}
