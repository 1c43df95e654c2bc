import type { Column } from "../terminal/table-column.ts";

/** A list that can be watched. */
export interface WatchedList<Row> {
  /** What its rows are called in JSON. */
  name: string;
  columns: readonly Column<Row>[];
  /** What of a row counts as a change. */
  lasting: (row: Row) => unknown;
  /** What to say of an empty one. */
  nothing: string;
}

/** How a list is watched. */
export interface WatchView<Row> {
  /** @param trouble why the last look failed; the rows are then those of the one before */
  show(rows: readonly Row[], trouble: string | undefined): Promise<void>;
  close(): void;
}
