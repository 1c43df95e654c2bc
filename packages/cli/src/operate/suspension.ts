import type { Key } from "node:readline";

export const showCursor = "\x1b[?25h\n";

/**
 * Ctrl-Z at a question, and the return from it. The question is not to be had back, since the library's input stays paused
 * then: Node would find nothing left to do, and end.
 */
export class Suspension implements Disposable {
  /** Aborted once the process goes on: then the question is to be asked anew. */
  readonly continued: AbortSignal;
  readonly #release: () => void;

  constructor() {
    const { stdin, stderr } = process;
    const controller = new AbortController();
    this.continued = controller.signal;
    // The library hides the cursor, and the shell would have none.
    const onKey = (_text: string | undefined, { ctrl, name }: Key): void => {
      if (ctrl && name === "z") stderr.write(showCursor);
    };
    // Afterwards: readline, which hears of it too, takes the terminal back first.
    const onContinue = (): void => void setImmediate(() => controller.abort());
    stdin.prependListener("keypress", onKey);
    process.on("SIGCONT", onContinue);
    this.#release = () => {
      stdin.off("keypress", onKey);
      process.off("SIGCONT", onContinue);
    };
  }

  [Symbol.dispose](): void {
    this.#release();
  }
}
