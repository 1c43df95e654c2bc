import type { CheckResult } from "../smoke/report.ts";

export interface Column {
  title: string;
  version: string;
  /** In place of results, why there are none. */
  unavailable?: string;
  results: readonly CheckResult[];
  /** Checks that nothing can pass there, with the reason. */
  cannot: Readonly<Record<string, string>>;
}

/** Checks down, runtimes across; a check that a runtime does not run is a dash. */
export function formatTable(columns: readonly Column[]): string {
  const names = [...new Set(columns.flatMap(({ results }) => results.map(({ name }) => name)))];
  const rows = [
    ["", ...columns.map(({ title }) => title)],
    ["", ...columns.map(({ version }) => version)],
    ...names.map((name) => [name, ...columns.map((column) => cell(column, name))]),
  ];
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const problems = columns.flatMap(({ title, unavailable, results, cannot }) => [
    ...(unavailable === undefined ? [] : [`${title}: ${unavailable}`]),
    ...results.flatMap(({ name, error }) =>
      error === undefined ? [] : [`${title}, ${name}: ${cannot[name] ?? error}`],
    ),
  ]);
  return [...lines, ...problems].join("\n");
}

function cell({ unavailable, results, cannot }: Column, name: string): string {
  if (unavailable !== undefined) return "none";
  const result = results.find((candidate) => candidate.name === name);
  if (!result) return "-";
  if (result.ok) return `ok ${result.ms} ms`;
  return cannot[name] === undefined ? "FAILED" : "cannot";
}
