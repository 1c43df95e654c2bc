import { Command, Option } from "commander";
import { type CommandSpec, commands, globalOptions, groups, type OptionSpec } from "./command-table.ts";
import { exitCodesHelp } from "./exit-codes.ts";
import type { Invocation } from "./quick-parse.ts";
import { versionLine } from "./version.ts";

const examples = `
Examples:
  $ modelfleet model list
  $ modelfleet model list --json --address http://10.0.0.5:8000
  $ modelfleet model chat -m qwen2.5 --system "Answer in one sentence."
  $ echo "What is a controller?" | modelfleet model chat -m qwen2.5

Environment:
  CONTROLLER_ADDRESS  used without --address
  MODELFLEET_TOKEN    sent to the cluster as a bearer token
  NO_COLOR            as --no-color

${exitCodesHelp}`;

/** The table of commands as commander's program, which has help and knows what was meant by a mistake. */
export function createProgram(run: (invocation: Invocation) => Promise<void>): Command {
  const program = configured(new Command("modelfleet"))
    .description("The command line for DB-GPT model clusters.")
    .version(versionLine(), "-V, --version", "show the version and the runtime")
    .helpOption("-h, --help", "show help")
    .addHelpText("after", examples);
  for (const option of globalOptions) program.addOption(toOption(option));

  for (const [name, description] of Object.entries(groups)) {
    const group = configured(program.command(name)).description(description);
    for (const command of commands.filter(({ path }) => path[0] === name)) addCommand(group, command, run);
  }
  return program;
}

function addCommand(group: Command, spec: CommandSpec, run: (invocation: Invocation) => Promise<void>): void {
  const command = configured(group.command(spec.path[1])).description(spec.description);
  for (const option of spec.options) command.addOption(toOption(option));
  command.action(() => {
    const { color, ...options } = command.optsWithGlobals<Record<string, string | boolean>>();
    // Commander makes a `color` that is true unless `--no-color` was given.
    return run({ command: spec, options: color === false ? { ...options, noColor: true } : options });
  });
}

function toOption({ name, short, value, description, required, choices }: OptionSpec): Option {
  const flags = `${short ? `-${short}, ` : ""}--${name}${value ? ` <${value}>` : ""}`;
  const option = new Option(flags, description).makeOptionMandatory(required === true);
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
