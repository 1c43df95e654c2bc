import { Writable } from "node:stream";
import { terminalSize } from "../terminal/terminal-size.ts";

/** A terminal that can be muted: what is typed while an answer streams must not be echoed into it. */
export class MutableOutput extends Writable {
  muted = false;
  readonly terminal: NodeJS.WriteStream;
  readonly #onResize = (): void => void this.emit("resize");

  constructor(terminal: NodeJS.WriteStream) {
    super({ decodeStrings: false });
    this.terminal = terminal;
    terminal.on("resize", this.#onResize);
  }

  /** Asked by readline, to know where lines wrap. */
  get columns(): number {
    return terminalSize(this.terminal).columns;
  }

  get rows(): number {
    return terminalSize(this.terminal).rows;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    if (!this.muted) this.terminal.write(chunk);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.terminal.off("resize", this.#onResize);
    done(error);
  }
}
