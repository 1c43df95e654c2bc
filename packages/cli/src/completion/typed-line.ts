import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import { globalOptions } from "../global-options.ts";

/** What has been typed, up to the word under the cursor. */
export interface TypedLine {
  /** The command, once its name is whole. */
  command: CommandSpec | undefined;
  /** Words before the cursor that are neither options nor their values, the command's name left out. */
  positionals: readonly string[];
  /** Values of options by name. */
  given: ReadonlyMap<string, string>;
  /** The option whose value is under the cursor. */
  option: OptionSpec | undefined;
  /** What of the word under the cursor is to be completed: for `--name=va`, `va`. */
  current: string;
  /** What stands before that in the same word: `--name=`. */
  prefix: string;
}

/** @param words without the program's name; the last one is under the cursor, and may be empty */
export function readTypedLine(words: readonly string[], commands: readonly CommandSpec[]): TypedLine {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? "";
  const given = new Map<string, string>();
  let positionals: string[] = [];
  let command: CommandSpec | undefined;
  let awaiting: OptionSpec | undefined;
  for (const word of before) {
    if (awaiting) {
      given.set(awaiting.name, word);
      awaiting = undefined;
    } else if (word.startsWith("-")) {
      const [name = "", ...value] = word.split("=");
      const option = findOption(name, command);
      if (option) given.set(option.name, value.join("="));
      awaiting = word.includes("=") ? undefined : takesValue(option);
    } else {
      positionals.push(word);
      const named = command ? undefined : commands.find(({ path }) => path.join("\n") === positionals.join("\n"));
      if (named) {
        command = named;
        positionals = [];
      }
    }
  }
  const [, name = "", value = ""] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  if (awaiting) return { command, positionals, given, option: awaiting, current: last, prefix: "" };
  if (name === "") return { command, positionals, given, option: undefined, current: last, prefix: "" };
  return {
    command,
    positionals,
    given,
    option: takesValue(findOption(name, command)),
    current: value,
    prefix: `${name}=`,
  };
}

function findOption(word: string, command: CommandSpec | undefined): OptionSpec | undefined {
  const name = word.replace(/^--/, "").replaceAll("_", "-");
  return optionsOf(command).find(
    (option) => word === `-${option.short}` || (word.startsWith("--") && name === option.name),
  );
}

export function optionsOf(command: CommandSpec | undefined): readonly OptionSpec[] {
  return [...(command?.options ?? []), ...globalOptions];
}

function takesValue(option: OptionSpec | undefined): OptionSpec | undefined {
  return option?.value !== undefined && !option.valueOptional ? option : undefined;
}
