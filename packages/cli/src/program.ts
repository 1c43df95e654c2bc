import { Argument, Command, Option } from "commander";
import { camelCase } from "./argv.ts";
import type { ArgumentSpec, CommandSpec, OptionSpec } from "./command-spec.ts";
import { groups } from "./command-table.ts";
import { exitCodesHelp } from "./exit-codes.ts";
import { globalOptions } from "./global-options.ts";
import { firstPage } from "./help-page.ts";
import type { Invocation, OptionValue } from "./quick-parse.ts";
import { versionLine } from "./version.ts";

const examples = `
"modelfleet COMMAND --help" tells more of each.

Examples:
  $ modelfleet up
  $ modelfleet model list --address http://10.0.0.5:8000
  $ modelfleet model start -m qwen2.5 --help
  $ modelfleet model chat -m qwen2.5 --system "Answer in one sentence."
  $ git diff | modelfleet ask -m qwen2.5 "review this"
  $ modelfleet doctor

Environment:
  CONTROLLER_ADDRESS  used without --address
  MODELFLEET_TOKEN    sent to the cluster as a bearer token (the first of several); asked of callers by "up", "start"
  MODELFLEET_TOKEN_FILE   a file of such tokens, one on each line
  MODELFLEET_CA, MODELFLEET_CERT, MODELFLEET_KEY   files in PEM, for clusters behind https
  OPENAI_API_KEY      sent to the upstreams of "--model openai:NAME@URL"
  NO_COLOR            as --no-color

${exitCodesHelp}`;

/** The table of commands as commander's program, which has help and knows what was meant by a mistake. */
export function createProgram(
  run: (invocation: Invocation) => Promise<void>,
  commands: readonly CommandSpec[],
): Command {
  const program = configured(new Command("modelfleet"))
    .description("The command line for DB-GPT model clusters.")
    .version(versionLine(), "-V, --version", "show the version and the runtime")
    .helpOption("-h, --help", "show help")
    .configureHelp(firstPage)
    .addHelpText("after", examples);
  for (const option of globalOptions) program.addOption(toOption(option));

  for (const command of commands.filter(({ path }) => path.length === 1)) addCommand(program, command, run);
  for (const [name, description] of Object.entries(groups)) {
    const group = configured(program.command(name)).description(description);
    for (const command of commands.filter(({ path }) => path.length === 2 && path[0] === name))
      addCommand(group, command, run);
  }
  return program;
}

function addCommand(group: Command, spec: CommandSpec, run: (invocation: Invocation) => Promise<void>): void {
  const command = configured(group.command(spec.path.at(-1) as string)).description(spec.description);
  const { arguments: specs = [] } = spec;
  for (const argument of specs) command.addArgument(toArgument(argument));
  for (const option of spec.options) command.addOption(toOption(option));
  command.addHelpText("after", helpEnd(spec));
  command.action((...given: unknown[]) => {
    const options = withNegations(spec, command.optsWithGlobals<Record<string, OptionValue>>());
    for (const [index, { name }] of specs.entries()) {
      if (given[index] !== undefined) options[camelCase(name)] = given[index] as OptionValue;
    }
    return run({ command: spec, options });
  });
}

function helpEnd({ examples = [], note }: CommandSpec): string {
  const lines = examples.map((example) => `  $ modelfleet ${example}`);
  const shown = lines.length > 0 ? [`\n${lines.length > 1 ? "Examples" : "Example"}:`, ...lines] : [];
  return [...shown, ...(note ? [`\n${note}`] : [])].join("\n");
}

/** Commander makes a `color` that is true unless `--no-color` was given; commands get `noColor` if it was. */
function withNegations(spec: CommandSpec, given: Record<string, OptionValue>): Record<string, OptionValue> {
  const options = { ...given };
  for (const { name } of [...globalOptions, ...spec.options].filter((option) => option.name.startsWith("no-"))) {
    const positive = name.slice("no-".length);
    if (options[positive] === false) options[`no${positive.charAt(0).toUpperCase()}${positive.slice(1)}`] = true;
    delete options[positive];
  }
  return options;
}

function toArgument(spec: ArgumentSpec): Argument {
  const argument = new Argument(flagsOf(spec), spec.description);
  return spec.choices ? argument.choices(spec.choices) : argument;
}

function flagsOf({ name, required, multiple }: ArgumentSpec): string {
  const shown = multiple ? `${name}...` : name;
  return required ? `<${shown}>` : `[${shown}]`;
}

function toOption(spec: OptionSpec): Option {
  const { name, short, value, valueOptional, description, required, choices, multiple } = spec;
  const shown = value ? (valueOptional ? ` [${value}]` : ` <${value}>`) : "";
  const flags = `${short ? `-${short}, ` : ""}--${name}${shown}`;
  const option = new Option(flags, description).makeOptionMandatory(required === true);
  if (multiple) option.argParser((given, before: string[] | undefined) => [...(before ?? []), given]);
  return choices ? option.choices(choices) : option;
}

/** What subcommands do not inherit early enough, or at all. */
function configured(command: Command): Command {
  return command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(text + hintFor(text)) });
}

function hintFor(error: string): string {
  if (error.includes("'--token")) {
    return "Tokens are not taken from the command line, which everyone on the machine can read: set MODELFLEET_TOKEN.\n";
  }
  return "Add --help to see what there is.\n";
}
