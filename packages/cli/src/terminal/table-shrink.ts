import type { Column } from "./table-column.ts";

/** In place of an empty cell, so that every line has as many words as there are columns. */
export const emptyCell = "-";

/** Between two columns. No borders, so that `grep`, `awk` and `cut` can work with the lines. */
export const gap = "  ";

/** A column with its texts and the width that they get. */
export interface Laid<Row> {
  column: Column<Row>;
  title: string;
  cells: readonly string[];
  width: number;
}

/**
 * Fits columns into a narrow terminal, by what costs the reader least: short forms, then leaving out what is empty, then
 * cutting the widest. Columns that may not be cut further stay whole, and the terminal then wraps the lines.
 */
export function shrinkColumns<Row>(
  columns: readonly Laid<Row>[],
  maxWidth: number,
  lay: (column: Column<Row>, form: Pick<Column<Row>, "title" | "cell">) => Laid<Row>,
): Laid<Row>[] {
  let laid = [...columns];
  if (excess(laid, maxWidth) > 0) {
    laid = laid.map((entry) => (entry.column.short ? lay(entry.column, entry.column.short) : entry));
  }
  if (excess(laid, maxWidth) > 0) {
    laid = laid.filter(({ column, cells }) => !column.optional || cells.some((cell) => cell !== emptyCell));
  }
  for (let over = excess(laid, maxWidth); over > 0; over--) {
    const cuttable = laid.filter(({ column, width }) => column.minWidth !== undefined && width > column.minWidth);
    if (cuttable.length === 0) break;
    const widest = cuttable.reduce((a, b) => (b.width > a.width ? b : a));
    laid = laid.map((entry) => (entry === widest ? { ...entry, width: entry.width - 1 } : entry));
  }
  return laid;
}

function excess(laid: readonly Laid<never>[] | readonly Laid<unknown>[], maxWidth: number): number {
  const widths = laid.reduce((sum, { width }) => sum + width, 0);
  return widths + gap.length * (laid.length - 1) - maxWidth;
}
