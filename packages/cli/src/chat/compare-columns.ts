import type { ModelOutput } from "@modelfleet/client";
import stringWidth from "string-width";
import { type MarkdownStyle, markdownStyleFor } from "../markdown/markdown-style.ts";
import { wrap } from "../markdown/wrap.ts";
import { terminalSize } from "../terminal/terminal-size.ts";
import { cutToWidth } from "../terminal/text-width.ts";
import type { AnswerView } from "./answer-view.ts";
import { type ColumnEnd, CompareColumn } from "./compare-column.ts";
import { LiveRegion } from "./live-region.ts";
import { Throttle } from "./throttle.ts";

const separator = " │ ";
/** A narrower column cannot be read. Two of them fit into 80 columns of a terminal, three into 120. */
const minWidth = 36;
/** Beside the answers and their states: names, the rule below them, an empty one, and one to spare. */
const otherRows = 4;

/** Whether so many answers fit side by side on this terminal. */
export function fitsColumns(models: number, stdout: NodeJS.WriteStream): boolean {
  return widthOf(models, terminalSize(stdout).columns) >= minWidth;
}

/** Several answers side by side as they come: while they stream, the end of each; then all of all of them. */
export class CompareColumns {
  readonly #columns: readonly CompareColumn[];
  readonly #region: LiveRegion;
  readonly #style: MarkdownStyle;
  readonly #stdout: NodeJS.WriteStream;
  readonly #throttle = new Throttle(() => this.#region.show(this.#lines()));
  readonly #onResize = (): void => void this.#throttle.request().catch(() => undefined);
  #ended = false;

  constructor(models: readonly string[], stdout: NodeJS.WriteStream, raw: boolean) {
    this.#stdout = stdout;
    this.#region = new LiveRegion(stdout);
    this.#style = markdownStyleFor(stdout);
    this.#columns = models.map((model) => new CompareColumn(model, this.#style, raw));
    stdout.on("resize", this.#onResize);
    this.#onResize();
  }

  /** Shows the answer of one model, in the order that they were given in. */
  view(index: number): AnswerView {
    return {
      show: (output: ModelOutput) => {
        this.#columns[index]?.show(output);
        return this.#throttle.request();
      },
      end: async () => undefined,
    };
  }

  async finish(index: number, end: ColumnEnd): Promise<void> {
    this.#columns[index]?.finish(end);
    await this.#throttle.request();
  }

  async end(): Promise<void> {
    this.#stdout.off("resize", this.#onResize);
    this.#ended = true;
    await this.#throttle.end();
    await this.#region.end();
  }

  #lines(): string[] {
    const { paint } = this.#style;
    const width = Math.max(1, widthOf(this.#columns.length, this.#region.columns));
    const row = (cells: readonly string[]): string =>
      cells
        .map((cell) => cell + " ".repeat(Math.max(0, width - stringWidth(cell))))
        .join(paint("dim", separator))
        .trimEnd();
    const names = this.#columns.map(({ model }) => paint("bold", cutToWidth(model, width, stringWidth)));
    const rule = paint("dim", this.#columns.map(() => "─".repeat(width)).join("─┼─"));
    const states = rowsOf(this.#columns.map((column) => wrap(column.state(), width)));
    const answers = this.#columns.map((column) => column.lines(width));
    const most = Math.max(1, this.#region.rows - otherRows - states.length);
    const shown = this.#ended ? answers : answers.map((lines) => lines.slice(-most));
    return [
      row(names),
      rule,
      ...rowsOf(shown).map(row),
      "",
      ...states.map((cells) => row(cells.map((cell) => paint("dim", cell)))),
    ];
  }
}

function widthOf(models: number, columns: number): number {
  return Math.floor((columns - 1 - separator.length * (models - 1)) / models);
}

/** Columns of different heights as rows. */
function rowsOf(columns: readonly (readonly string[])[]): string[][] {
  const height = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) => columns.map((lines) => lines[index] ?? ""));
}
