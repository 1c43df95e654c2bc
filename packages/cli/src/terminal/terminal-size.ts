export interface TerminalSize {
  columns: number;
  rows: number;
}

/** How much room a terminal has. Serial lines, and some containers and terminals for a moment, say 0: 80 by 24 then. */
export function terminalSize({ columns, rows }: NodeJS.WriteStream): TerminalSize {
  return { columns: columns || 80, rows: rows || 24 };
}
