import { ControlStripper } from "../terminal/control-stripper.ts";

/** The lines of a log that comes in pieces, without control sequences: servers quote what others sent them. */
export class LogLines {
  readonly #shown: (line: string) => string;
  readonly #stripper = new ControlStripper();
  #unfinished = "";

  /** @param shown what becomes of each line */
  constructor(shown: (line: string) => string = (line) => line) {
    this.#shown = shown;
  }

  /** The lines that ended with this piece, without their ends. */
  push(piece: string): string[] {
    const lines = (this.#unfinished + this.#stripper.push(piece)).split("\n");
    this.#unfinished = lines.pop() ?? "";
    return lines.map(this.#shown);
  }

  /** What has no end. */
  end(): string[] {
    const rest = this.#unfinished;
    this.#unfinished = "";
    return rest === "" ? [] : [this.#shown(rest)];
  }
}
