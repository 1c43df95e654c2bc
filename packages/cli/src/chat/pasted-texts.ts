import { stripControls } from "../terminal/control-stripper.ts";

/** Stands for a line break on the line that is being edited. */
export const lineBreakSign = "⏎";

/** What is longer is not shown on the line: an editor cannot redraw more than a screen. */
const maxShown = 200;
const maxShownLines = 4;

/** Texts of several lines within one line that is edited: short ones with signs for their breaks, others by a number. */
export class PastedTexts {
  readonly #texts = new Map<string, string>();

  /** What stands for a text on the line. */
  fold(text: string): string {
    const clean = stripControls(text.replaceAll(/\r\n?/g, "\n"));
    const lines = clean.split("\n").length;
    const isShort = clean.length <= maxShown && lines <= maxShownLines && !clean.includes("\t");
    if (isShort) return clean.replaceAll("\n", lineBreakSign);
    const size = lines > 1 ? `${lines} lines` : `${clean.length} characters`;
    const name = `[pasted #${this.#texts.size + 1}: ${size}]`;
    this.#texts.set(name, clean);
    return name;
  }

  /** The line with the texts in their places. */
  unfold(line: string): string {
    return line
      .replaceAll(lineBreakSign, "\n")
      .replaceAll(/\[pasted #\d+: \d+ \w+\]/g, (name) => this.#texts.get(name) ?? name);
  }
}
