import { once } from "node:events";
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { asOneUpdate } from "../terminal/one-update.ts";
import { rowsOf } from "../terminal/rows.ts";
import { terminalSize } from "../terminal/terminal-size.ts";

const eraseRest = "\x1b[K";

/**
 * Lines at the end of a terminal's screen that may still change. Only what changed is written, and the cursor stays at the
 * end of the last line.
 */
export class LiveRegion {
  readonly #stdout: NodeJS.WriteStream;
  #lines: readonly string[] = [];

  constructor(stdout: NodeJS.WriteStream) {
    this.#stdout = stdout;
  }

  get columns(): number {
    return terminalSize(this.#stdout).columns;
  }

  get rows(): number {
    return terminalSize(this.#stdout).rows;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Shows these lines in place of the old ones. What has scrolled off the screen stays as it was. */
  async show(lines: readonly string[]): Promise<void> {
    const before = this.#lines;
    const different = firstDifference(before, lines);
    if (different === before.length && different === lines.length) return;
    const from = Math.max(different, this.#firstReachable());
    const last = before.length - 1;
    this.#lines = lines;
    if (different === last && lines[last]?.startsWith(before[last] as string)) {
      await this.#write([(lines[last] as string).slice((before[last] as string).length), ...lines.slice(last + 1)]);
    } else if (from === before.length) {
      await this.#write(from === 0 ? lines : ["", ...lines.slice(from)]);
    } else {
      await this.#redraw(from, before, lines);
    }
  }

  /** Whether a change of these lines is still on the screen. */
  canShow(lines: readonly string[]): boolean {
    return firstDifference(this.#lines, lines) >= this.#firstReachable();
  }

  /** What is written next begins on a line of its own, and the lines stay. */
  async end(): Promise<void> {
    if (this.#lines.length > 0) await this.#write(["", ""]);
    this.#lines = [];
  }

  /**
   * Over what is there, not into a cleared space: that would flicker, and some terminals, tmux for one, keep a copy of a
   * screen that is cleared from its first row on.
   */
  async #redraw(from: number, before: readonly string[], lines: readonly string[]): Promise<void> {
    const up = this.#height(before.slice(from)) - 1;
    const rest = lines.slice(from).map((line) => line + (this.#fillsRow(line) ? "" : eraseRest));
    const below = this.#fillsRow(lines.at(-1) ?? "") ? "" : "\x1b[J";
    // With nothing left of it, the cursor belongs at the end of the line above.
    const back = rest.length === 0 && from > 0 ? `\x1b[1A\x1b[${this.#endOf(lines[from - 1] as string)}G` : "";
    const move = `\r${up > 0 ? `\x1b[${up}A` : ""}${back}`;
    await this.#write([asOneUpdate(move + rest.join("\n") + below)]);
  }

  /** A terminal then waits with the cursor on the last character, which erasing would take off. */
  #fillsRow(line: string): boolean {
    const width = stringWidth(line);
    return width > 0 && width % this.columns === 0;
  }

  /** The first line of which all rows are on the screen, however its width changed since. */
  #firstReachable(): number {
    let height = 0;
    for (let index = this.#lines.length - 1; index >= 0; index--) {
      height += this.#height([this.#lines[index] as string]);
      if (height > this.rows) return index + 1;
    }
    return 0;
  }

  /** In rows; terminals wrap lines anew when they become narrower. */
  #height(lines: readonly string[]): number {
    return lines.reduce((sum, line) => {
      const fits = stringWidth(line) <= this.columns;
      return sum + (fits ? 1 : rowsOf(stripVTControlCharacters(line), this.columns, stringWidth));
    }, 0);
  }

  #endOf(line: string): number {
    return Math.min(this.columns, (stringWidth(line) % this.columns) + 1);
  }

  async #write(lines: readonly string[]): Promise<void> {
    if (!this.#stdout.write(lines.join("\n"))) await once(this.#stdout, "drain");
  }
}

function firstDifference(before: readonly string[], after: readonly string[]): number {
  const end = Math.min(before.length, after.length);
  for (let index = 0; index < end; index++) {
    if (before[index] !== after[index]) return index;
  }
  return end;
}
