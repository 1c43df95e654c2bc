import { Command, Option } from "commander";
import { exitCodesHelp } from "./exit-codes.ts";
import type { GlobalOptions } from "./global-options.ts";
import { disableColor } from "./terminal/style.ts";
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

/** The tree of commands. What a command does is loaded when it runs: help and usage errors need none of it. */
export function createProgram(): Command {
  const program = configured(new Command("modelfleet"))
    .description("The command line for DB-GPT model clusters.")
    .version(versionLine(), "-V, --version", "show the version and the runtime")
    .helpOption("-h, --help", "show help")
    .option("--address <urls>", "the controller, or several separated by commas (default: looked for on this machine)")
    .option("--verbose", "say which controller was found, and how")
    .option("--no-color", "no colour, even on a terminal")
    .on("option:no-color", disableColor)
    .addHelpText("after", examples);

  const model = configured(program.command("model")).description("list models, and chat with them");
  addModelList(model);
  addModelChat(model);
  return program;
}

function addModelList(model: Command): void {
  configured(model.command("list"))
    .description("list the model instances of a cluster")
    .option("-m, --model-name <name>", "only instances of this model")
    .addOption(
      new Option("--model-type <type>", 'only this type (default: "llm" with a name, all without)').choices([
        "llm",
        "text2vec",
        "reranker",
        "service",
      ]),
    )
    .option("--json", "print one JSON array")
    .action(async (_options: object, command: Command) => {
      const { modelList } = await import("./commands/model-list.ts");
      await modelList(command.optsWithGlobals());
    });
}

function addModelChat(model: Command): void {
  configured(model.command("chat"))
    .description("chat with a model, on a terminal or line by line through a pipe")
    .requiredOption("-m, --model-name <name>", "the model to chat with")
    .option("--system <text>", "a system prompt")
    .action(async (_options: object, command: Command) => {
      const { modelChat } = await import("./commands/model-chat.ts");
      const options = command.optsWithGlobals<GlobalOptions & { modelName: string; system?: string }>();
      process.exitCode = await modelChat(options);
    });
}

/** What subcommands do not inherit early enough, or at all. */
function configured(command: Command): Command {
  return command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(text + hintFor(text)) })
    .showHelpAfterError(false);
}

function hintFor(error: string): string {
  if (error.includes("'--token")) {
    return "Tokens are not taken from the command line, which everyone on the machine can read: set MODELFLEET_TOKEN.\n";
  }
  return "Add --help to see what there is.\n";
}
