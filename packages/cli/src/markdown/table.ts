import type { Tokens } from "marked";
import stringWidth from "string-width";
import { renderInline } from "./inline.ts";
import type { MarkdownStyle } from "./markdown-style.ts";
import { wrap } from "./wrap.ts";

const separator = " │ ";
/** A column narrower than this cannot be read. */
const minWidth = 4;

/** A table within the width: the widest columns are wrapped first. */
export function renderTable({ header, rows, align }: Tokens.Table, width: number, style: MarkdownStyle): string[] {
  const { paint } = style;
  const titles = header.map(({ tokens }) => paint("bold", renderInline(tokens, style)));
  const cells = rows.map((row) => row.map(({ tokens }) => renderInline(tokens, style)));
  const widths = titles.map((title, column) =>
    Math.max(1, ...[title, ...cells.map((row) => row[column] ?? "")].map(widestLine)),
  );
  if (!shrink(widths, width - separator.length * (widths.length - 1))) return asLists(titles, cells, width);

  const render = (row: readonly string[]): string[] => {
    const columns = widths.map((columnWidth, column) => wrap(row[column] ?? "", columnWidth));
    const height = Math.max(1, ...columns.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      columns
        .map((lines, column) => aligned(lines[line] ?? "", widths[column] as number, align[column] ?? "left"))
        .join(paint("dim", separator))
        .trimEnd(),
    );
  };
  const rule = paint("dim", widths.map((columnWidth) => "─".repeat(columnWidth)).join("─┼─"));
  return [...render(titles), rule, ...cells.flatMap(render)];
}

/** @returns whether they fit now */
function shrink(widths: number[], available: number): boolean {
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= minWidth) return false;
    // Down to the next narrower one at most, so that the widest are cut evenly, and not a column at a time.
    const peers = widths.filter((width) => width === widest).length;
    const next = Math.max(minWidth, ...widths.filter((width) => width < widest));
    const step = Math.max(1, Math.min(widest - next, Math.floor(excess / peers)));
    for (const [index, width] of widths.entries()) {
      if (width !== widest || excess <= 0) continue;
      const cut = Math.min(step, excess);
      widths[index] = width - cut;
      excess -= cut;
    }
  }
  return true;
}

/** For a terminal that is too narrow for so many columns: each cell on a line, after its title. */
function asLists(titles: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [""] : []),
    ...titles.flatMap((title, column) => wrap(`${title}: ${row[column] ?? ""}`, width)),
  ]);
}

function aligned(text: string, width: number, align: "center" | "left" | "right"): string {
  const missing = Math.max(0, width - stringWidth(text));
  const before = align === "right" ? missing : align === "center" ? Math.floor(missing / 2) : 0;
  return " ".repeat(before) + text + " ".repeat(missing - before);
}

function widestLine(text: string): number {
  return Math.max(...text.split("\n").map((line) => stringWidth(line)));
}
