import type { Column } from "./table-column.ts";
import { emptyCell, gap, type Laid, shrinkColumns } from "./table-shrink.ts";
import { cutToWidth, padToWidth, textWidthFor } from "./text-width.ts";

export interface TableOptions {
  /** The width to fit into where possible; without one, nothing is shortened. */
  maxWidth?: number | undefined;
  paintTitle?: (title: string) => string;
}

/** The lines of a table, titles first. */
export async function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { maxWidth, paintTitle }: TableOptions = {},
): Promise<string[]> {
  const widthOf = await textWidthFor(columns.flatMap((column) => rows.map(column.cell)));
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(widthOf));
  const lay = (column: Column<Row>, { title, cell }: Pick<Column<Row>, "title" | "cell"> = column): Laid<Row> => {
    const cells = rows.map((row) => cell(row) || emptyCell);
    return { column, title, cells, width: widest([title, ...cells]) };
  };
  const natural = columns.map((column) => lay(column));
  const laid = maxWidth === undefined ? natural : shrinkColumns(natural, maxWidth, lay);

  const line = (text: (entry: Laid<Row>) => string, paint: (text: string, entry: Laid<Row>) => string): string => {
    const parts = laid.map((entry, index) => {
      const cut = cutToWidth(text(entry), entry.width, widthOf);
      const toTheLeft = index === laid.length - 1 && !entry.column.alignRight;
      return paint(toTheLeft ? cut : padToWidth(cut, entry.width, widthOf, entry.column.alignRight), entry);
    });
    return parts.join(gap).trimEnd();
  };
  return [
    line(
      ({ title }) => title,
      (title) => paintTitle?.(title) ?? title,
    ),
    ...rows.map((row, index) =>
      line(
        ({ cells }) => cells[index] ?? "",
        (cell, { column }) => column.paint?.(cell, row) ?? cell,
      ),
    ),
  ];
}
