import type { Section } from "./check.ts";
import type { Result, Results } from "./results.ts";

const width = 118;

/**
 * Methods down, versions across. A dash is what the version does not have; an empty cell did not run. Upstream's
 * faults are numbered and explained below, with the error that our client gives.
 */
export function formatTable(
  results: Results,
  sections: readonly Section[],
  columns: readonly { version: string; title: string }[],
  notes: readonly string[],
): string {
  const faults: string[] = [];
  const cell = (result: Result | undefined): string => {
    if (result === undefined) return "";
    if (result === "absent") return "-";
    if (result === "failed") return "FAILED";
    if (result === "ok") return "ok";
    const text = `${result.code}: ${result.message}`;
    if (!faults.includes(text)) faults.push(text);
    return `upstream fault ${faults.indexOf(text) + 1}`;
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
    `${name.padEnd(first)}${cells.map((text) => text.padEnd(18)).join("")}`.trimEnd();
  const lines = [
    line(
      "DB-GPT",
      columns.map(({ title }) => title),
    ),
    ...body.flatMap(({ title, rows }) => ["", title, ...rows.map(({ name, cells }) => line(`  ${name}`, cells))]),
    "",
    ...(faults.length > 0 ? ["Upstream faults, by the error that our client gives:"] : []),
    ...faults.flatMap((text, index) => wrap(text, `  ${index + 1}  `)),
    ...notes.flatMap((text) => wrap(text, "")),
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
