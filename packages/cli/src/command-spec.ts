import type { ExitCode } from "./exit-codes.ts";

/** One option of a command; commander's help and the quick reader of arguments are both made from it. */
export interface OptionSpec {
  /** In kebab-case; commands get its value in camelCase. */
  name: string;
  short?: string;
  /** What stands for its value in help; an option without one is a flag. */
  value?: string;
  description: string;
  required?: boolean;
  choices?: readonly string[];
  /** It may be given several times; commands then get a list. */
  multiple?: boolean;
  /** It may be given without its value; commands then get `true`. */
  valueOptional?: boolean;
}

/** What follows a command's name without dashes. */
export interface ArgumentSpec {
  /** In kebab-case; commands get its value in camelCase. */
  name: string;
  description: string;
  required?: boolean;
  choices?: readonly string[];
  /** It takes all that follows, as a list; only the last one may. */
  multiple?: boolean;
}

export interface CommandSpec {
  path: readonly [name: string] | readonly [group: string, name: string];
  description: string;
  arguments?: readonly ArgumentSpec[];
  options: readonly OptionSpec[];
  /** For the end of its help, without `modelfleet`. */
  examples?: readonly string[];
  /** Said at the end of its help. */
  note?: string;
  /**
   * Makes the command that is run, where its options depend on the cluster.
   *
   * @param given the options that are known anyway, as far as they can be read, and `help`
   */
  specialize?: (spec: CommandSpec, given: never) => Promise<CommandSpec>;
  /** Loads the command and runs it. It gets options and arguments by their names. */
  run: (options: never) => Promise<ExitCode>;
}
