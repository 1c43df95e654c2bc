import type { Section } from "./check.ts";
import type { Result, Results } from "./results.ts";

const width = 118;

export interface TableText {
  /** Stands above the versions. */
  corner: string;
  /** Stands above the faults of upstream. */
  faults: string;
  /** Stand below everything. */
  notes: readonly string[];
}

/** A version, and what stands above its results. */
export interface Column {
  version: string;
  title: string;
}

/**
 * Methods down, versions across. A dash is what the version does not have; an empty cell did not run. Upstream's
 * faults are numbered and explained below, with the error that the client gives.
 */
export function formatTable<C>(
  results: Results,
  sections: readonly Section<C>[],
  columns: readonly Column[],
  text: TableText,
): string {
  const faults: string[] = [];
  const cell = (result: Result | undefined): string => {
    if (result === undefined) return "";
    if (result === "absent") return "-";
    if (result === "failed") return "FAILED";
    if (result === "ok") return "ok";
    const fault = `${result.code}: ${result.message}`;
    if (!faults.includes(fault)) faults.push(fault);
    return `upstream fault ${faults.indexOf(fault) + 1}`;
  };
  const body = sections.map(({ title, checks }) => ({
    title,
    rows: checks.map((check) => ({
      name: check.row,
      cells: columns.map(({ version }) => cell(results.get(version, { title, checks }, check))),
    })),
  }));
  const first = Math.max(...body.flatMap(({ rows }) => rows.map(({ name }) => name.length))) + 4;
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(first)}${cells.map((content) => content.padEnd(18)).join("")}`.trimEnd();
  const lines = [
    line(
      text.corner,
      columns.map(({ title }) => title),
    ),
    ...body.flatMap(({ title, rows }) => ["", title, ...rows.map(({ name, cells }) => line(`  ${name}`, cells))]),
    "",
    ...(faults.length > 0 ? [text.faults] : []),
    ...faults.flatMap((fault, index) => wrap(fault, `  ${index + 1}  `)),
    ...text.notes.flatMap((note) => wrap(note, "")),
  ];
  return lines.join("\n");
}

function wrap(text: string, head: string): string[] {
  const lines = [head];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) as string;
    if (last.length + word.length >= width && last.trim() !== "") lines.push(`${" ".repeat(head.length)}${word} `);
    else lines[lines.length - 1] = `${last}${word} `;
  }
  return lines.map((line) => line.trimEnd());
}
