export interface Column<Row> {
  title: string;
  cell: (row: Row) => string;
  alignRight?: boolean;
  /** Colour for a cell that has its final width. */
  paint?: (cell: string, row: Row) => string;
  /** What a narrow terminal shows instead. */
  short?: { title: string; cell: (row: Row) => string };
  /** A narrow terminal may cut its cells down to this width. */
  minWidth?: number;
  /** A narrow terminal does without it while all of its cells are empty. */
  optional?: boolean;
}
