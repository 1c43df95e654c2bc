import { parseArgs } from "node:util";
import { type CommandSpec, commands, globalOptions, type OptionSpec } from "./command-table.ts";

export interface Invocation {
  command: CommandSpec;
  /** By their names in camelCase, as commander gives them. */
  options: Record<string, OptionValue>;
}

/** A list for an option that may be given several times. */
export type OptionValue = string | boolean | (string | boolean)[];

const known = [...globalOptions, ...commands.flatMap(({ options }) => options)];
const parseOptions = Object.fromEntries(
  known.map(({ name, short, value, multiple = false }) => [
    name,
    { type: value === undefined ? ("boolean" as const) : ("string" as const), multiple, ...(short ? { short } : {}) },
  ]),
);

/**
 * Reads a plain invocation of a command. `undefined` for all else (help, mistakes, anything unusual), on which commander
 * has the say: loading it takes a third of the time that a command takes.
 */
export function quickParse(args: readonly string[]): Invocation | undefined {
  let parsed: { values: Record<string, OptionValue | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: parseOptions, allowPositionals: true, strict: true });
  } catch {
    return undefined;
  }
  const command = commands.find(({ path }) => path.join("\n") === parsed.positionals.join("\n"));
  if (!command) return undefined;
  const allowed = [...globalOptions, ...command.options];
  const given = new Set(Object.keys(parsed.values));
  const fits = allowed.every((option) => isFine(option, parsed.values[option.name]));
  for (const { name } of allowed) given.delete(name);
  if (!fits || given.size > 0) return undefined;

  const options: Invocation["options"] = {};
  for (const [name, value] of Object.entries(parsed.values)) {
    if (value !== undefined) options[camelCase(name)] = value;
  }
  return { command, options };
}

function isFine({ required, choices }: OptionSpec, value: OptionValue | undefined): boolean {
  if (value === undefined) return !required;
  return choices === undefined || choices.includes(String(value));
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
