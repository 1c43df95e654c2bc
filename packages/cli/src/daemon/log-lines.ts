import { ControlStripper } from "../terminal/control-stripper.ts";

/** The lines of a log that comes in pieces, without control sequences: servers quote what others sent them. */
export class LogLines {
  readonly #prefix: string;
  readonly #stripper = new ControlStripper();
  #unfinished = "";

  /** @param prefix before each line */
  constructor(prefix = "") {
    this.#prefix = prefix;
  }

  /** The lines that ended with this piece, without their ends. */
  push(piece: string): string[] {
    const lines = (this.#unfinished + this.#stripper.push(piece)).split("\n");
    this.#unfinished = lines.pop() ?? "";
    return lines.map((line) => this.#prefix + line);
  }

  /** What has no end. */
  end(): string[] {
    const rest = this.#unfinished;
    this.#unfinished = "";
    return rest === "" ? [] : [this.#prefix + rest];
  }
}
