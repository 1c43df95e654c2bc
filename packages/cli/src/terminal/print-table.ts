import { style } from "./style.ts";
import { renderTable } from "./table.ts";
import type { Column } from "./table-column.ts";
import { terminalSize } from "./terminal-size.ts";

/** A table on standard output, as wide as the terminal at most. */
export async function printTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void> {
  const { stdout } = process;
  const lines = await renderTable(columns, rows, {
    maxWidth: stdout.isTTY ? terminalSize(stdout).columns : undefined,
    paintTitle: (title) => style("bold", title, stdout),
  });
  stdout.write(`${lines.join("\n")}\n`);
}
