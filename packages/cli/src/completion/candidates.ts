import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import { optionsOf, readTypedLine, type TypedLine } from "./typed-line.ts";

export interface Candidate {
  value: string;
  description: string;
}

export interface Candidates {
  /** Whether files would do too. */
  files: boolean;
  values: readonly Candidate[];
}

export interface CompletionTable {
  commands: readonly CommandSpec[];
  groups: Readonly<Record<string, string>>;
  /** The names of models that fit the line; none where no cluster answers in time. */
  modelNames(line: TypedLine): Promise<readonly string[]>;
}

/** What may stand in place of the last word. */
export async function candidates(words: readonly string[], table: CompletionTable): Promise<Candidates> {
  const line = readTypedLine(words, table.commands);
  const { files, values } = await allCandidates(line, table);
  const fitting = values.filter(({ value }) => value.startsWith(line.current) && isPlain(value));
  return { files, values: fitting.map(({ value, description }) => ({ value: line.prefix + value, description })) };
}

async function allCandidates(line: TypedLine, table: CompletionTable): Promise<Candidates> {
  const { command, option, current, positionals } = line;
  if (option) return valuesOf(option, line, table);
  if (current.startsWith("-")) return { files: false, values: optionCandidates(line) };
  if (!command) return { files: false, values: commandCandidates(positionals, table) };
  const { arguments: specs = [] } = command;
  const argument = specs[positionals.length] ?? (specs.at(-1)?.multiple ? specs.at(-1) : undefined);
  return { files: false, values: (argument?.choices ?? []).map((value) => ({ value, description: "" })) };
}

function commandCandidates(words: readonly string[], { commands, groups }: CompletionTable): Candidate[] {
  const fitting = commands.filter(
    ({ path }) => path.length > words.length && words.every((word, index) => path[index] === word),
  );
  const named = fitting.map(({ path, description }): [string, string] => {
    const value = path[words.length] as string;
    return [value, path.length === words.length + 1 ? description : (groups[value] ?? "")];
  });
  return [...new Map(named)].map(([value, description]) => ({ value, description }));
}

function optionCandidates({ command, given }: TypedLine): Candidate[] {
  const options = optionsOf(command).filter(({ name, multiple }) => multiple || !given.has(name));
  const own = options.map(({ name, description }) => ({ value: `--${name}`, description }));
  const version = { value: "--version", description: "show the version and the runtime" };
  return [...own, { value: "--help", description: "show help" }, ...(command ? [] : [version])];
}

async function valuesOf(option: OptionSpec, line: TypedLine, table: CompletionTable): Promise<Candidates> {
  const { name, choices, value, description } = option;
  const plain = (values: readonly string[]): Candidate[] => values.map((each) => ({ value: each, description: "" }));
  if (choices) return { files: false, values: plain(choices) };
  if (name === "model-name")
    return { files: false, values: plain((await table.modelNames(line)).filter((each) => !each.startsWith("-"))) };
  // What is served is a file, or one of these.
  if (name === "model") return { files: true, values: plain(kindsIn(description)) };
  return { files: value === "file" || value === "folder" || name.endsWith("-file"), values: [] };
}

/** The kinds of models as the option's own description lists them: `builtin`, `hf:`, and the like. */
function kindsIn(description: string): string[] {
  return [...description.matchAll(/\b(builtin|[a-z]+:(?=[A-Z]))/g)].map(([kind]) => kind);
}

/** Names come from a registry: one that means something to a shell is never put on somebody's command line. */
function isPlain(value: string): boolean {
  return /^[\p{L}\p{N}._:/+@=-]+$/u.test(value);
}
