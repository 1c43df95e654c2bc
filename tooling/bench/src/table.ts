import { isMet, type Row } from "./row.ts";

const heads = ["what", "ours", "compared with", "ratio", "target", ""] as const;

/** Rows beside their targets, in columns. */
export function formatTable(rows: readonly Row[]): string {
  const lines: (readonly string[])[] = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function cellsOf(row: Row): string[] {
  const { what, ours, comparedWith, ratio, unit, digits = 2, spread, target } = row;
  const show = (value: number): string => `${value.toFixed(digits)}${unit}`;
  const range =
    spread && spread.lowest !== spread.highest ? ` (${spread.lowest.toFixed(digits)} to ${show(spread.highest)})` : "";
  if (!target) return [what, ours, comparedWith, show(ratio) + range, "", ""];
  const wanted = "least" in target ? `>= ${target.least}${unit}` : `<= ${target.most}${unit}`;
  return [what, ours, comparedWith, show(ratio) + range, wanted, isMet(row) ? "met" : "MISSED"];
}
