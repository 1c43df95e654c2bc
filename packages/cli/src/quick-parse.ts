import { parseArgs } from "node:util";
import { camelCase } from "./argv.ts";
import type { ArgumentSpec, CommandSpec, OptionSpec } from "./command-spec.ts";
import { commands } from "./command-table.ts";
import { globalOptions } from "./global-options.ts";

export interface Invocation {
  command: CommandSpec;
  /** Options and arguments by their names in camelCase, as commander gives them. */
  options: Record<string, OptionValue>;
}

/** A list for what may be given several times. */
export type OptionValue = string | boolean | (string | boolean)[];

/**
 * Reads a plain invocation of a command. `undefined` for all else (help, mistakes, anything unusual), on which commander
 * has the say: loading it takes a third of the time that a command takes.
 */
export function quickParse(args: readonly string[]): Invocation | undefined {
  const command = commandOf(args);
  if (!command || command.specialize) return undefined;
  const known = [...globalOptions, ...command.options];
  let parsed: { values: Record<string, OptionValue | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: parseOptionsOf(known), allowPositionals: true, strict: true });
  } catch {
    return undefined;
  }
  if (!known.every((option) => isFine(option, parsed.values[option.name]))) return undefined;
  const given = argumentsOf(command.arguments ?? [], parsed.positionals.slice(command.path.length));
  return given && { command, options: { ...given, ...byCamelCase(parsed.values) } };
}

/** The options of a command and `help`, among words that may hold others. What is no option's value is left out. */
export function looseOptions(command: CommandSpec, args: readonly string[]): Invocation["options"] {
  const known: OptionSpec[] = [...globalOptions, ...command.options, { name: "help", short: "h", description: "" }];
  const { values } = parseArgs({ args: [...args], options: parseOptionsOf(known), strict: false });
  const fine = known.filter(({ name, value, multiple }) => {
    const given = values[name] as OptionValue | undefined;
    const single = multiple && Array.isArray(given) ? given.find((each) => typeof each !== "string") : given;
    return value === undefined || single === undefined || typeof single === "string";
  });
  return byCamelCase(Object.fromEntries(fine.map(({ name }) => [name, values[name] as OptionValue | undefined])));
}

function byCamelCase(values: Readonly<Record<string, OptionValue | undefined>>): Invocation["options"] {
  const given = Object.entries(values).filter((entry): entry is [string, OptionValue] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [camelCase(name), value]));
}

/** The command whose name comes first, with nothing but global options before and within it. */
export function commandOf(args: readonly string[]): CommandSpec | undefined {
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg.startsWith("-")) {
      const global = globalOptions.find(({ name }) => arg === `--${name}` || arg.startsWith(`--${name}=`));
      if (!global) return undefined;
      if (global.value !== undefined && arg === `--${global.name}`) index++;
      continue;
    }
    words.push(arg);
    const command = commands.find(({ path }) => path.join("\n") === words.join("\n"));
    if (command) return command;
  }
  return undefined;
}

type ParseOptions = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

function parseOptionsOf(options: readonly OptionSpec[]): ParseOptions {
  return Object.fromEntries(
    options.map(({ name, short, value, multiple = false }) => [
      name,
      { type: value === undefined ? "boolean" : "string", multiple, ...(short ? { short } : {}) },
    ]),
  );
}

function isFine({ required, choices }: OptionSpec, value: OptionValue | undefined): boolean {
  if (value === undefined) return !required;
  return choices === undefined || choices.includes(String(value));
}

function argumentsOf(specs: readonly ArgumentSpec[], given: string[]): Invocation["options"] | undefined {
  const options: Invocation["options"] = {};
  const rest = [...given];
  for (const { name, required, multiple, choices } of specs) {
    if (required && rest.length === 0) return undefined;
    if (choices && rest[0] !== undefined && !choices.includes(rest[0])) return undefined;
    if (multiple) options[camelCase(name)] = rest.splice(0);
    else if (rest.length > 0) options[camelCase(name)] = rest.shift() as string;
  }
  return rest.length === 0 ? options : undefined;
}
