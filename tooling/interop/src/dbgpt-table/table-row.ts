import { readFileSync } from "node:fs";

const readme = new URL("../../../../packages/cli/README.md", import.meta.url);

/** What stands for a value in the table's commands. */
export type Values = Readonly<Record<string, string>>;

/** One row of the table in the README of the command line. */
export interface TableRow {
  /** What is typed of `dbgpt`, without that word; the row's name. */
  theirs: string;
  /** The same of `modelfleet`; absent where there is nothing. */
  ours?: string | undefined;
}

/** The rows whose first cell is a command of `dbgpt`, as they stand there. */
export function readTable(): TableRow[] {
  const cells = (line: string): string[] => line.split("|").slice(1, -1);
  const command = (cell: string, program: string): string | undefined =>
    new RegExp(`^\\s*\`${program} ([^\`]+)\``).exec(cell)?.[1];
  return readFileSync(readme, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `dbgpt "))
    .map((line) => {
      const [theirs = "", ours = ""] = cells(line);
      return { theirs: command(theirs, "dbgpt") as string, ours: command(ours, "modelfleet") };
    });
}

/** The words of a command, with values in the places of those in capitals. */
export function fill(command: string, values: Values): string[] {
  return command.split(" ").map((word) => {
    const option = /^--([A-Z]+)$/.exec(word)?.[1];
    const name = option ?? (/^[A-Z]+$/.test(word) ? word : undefined);
    if (name === undefined) return word;
    const value = values[name];
    if (value === undefined) throw new Error(`The check of "${command}" has no value for ${name}.`);
    return option ? `--${value}` : value;
  });
}

/** The name of the command, such as `model list`, and its options as they are spelled. */
export function partsOf({ theirs }: TableRow): { command: string; options: string[] } {
  const words = theirs.split(" ");
  const options = words.filter((word) => /^--?[a-z]/.test(word));
  // Between the two words of a name may stand an option of the group, with its value in capitals.
  const [group = "", ...rest] = words;
  return { command: `${group} ${rest.find((word) => /^[a-z]/.test(word))}`, options };
}
