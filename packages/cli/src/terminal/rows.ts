import type { TextWidth } from "./text-width.ts";

const tabStop = 8;

/** How many rows a text takes on a terminal of this width, beginning in its first column. */
export function rowsOf(text: string, columns: number, widthOf: TextWidth): number {
  let rows = 1;
  let column = 0;
  for (const character of text) {
    if (character === "\n") {
      rows++;
      column = 0;
      continue;
    }
    if (character === "\t") {
      column = Math.min(columns - 1, column + tabStop - (column % tabStop));
      continue;
    }
    const width = widthOf(character);
    // A wide character does not straddle the edge. One that ends at it leaves the cursor on the same row.
    if (column + width > columns) {
      rows++;
      column = 0;
    }
    column += width;
  }
  return rows;
}
