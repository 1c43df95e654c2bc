import { Command, Help } from "commander";

/** In the order in which someone needs them who has never had a cluster. */
const sections: Readonly<Record<string, readonly string[]>> = {
  "Run a fleet:": ["up", "start controller", "start worker", "start apiserver", "status", "logs", "stop"],
  "Ask models:": ["ask", "model chat", "compare", "embed", "rerank", "count-tokens"],
  "Operate models:": [
    "model list",
    "model info",
    "model params",
    "model start",
    "model stop",
    "model restart",
    "model apply",
  ],
  "Look after a fleet:": ["top", "doctor", "bench"],
  "Set up a shell:": ["completion"],
};

/**
 * The first page of help: not only what commander knows at this place, but every command there is, by what it is for.
 * `visibleCommands` stays as it is: from it commander guesses what was meant by a mistake.
 */
export const firstPage: Partial<Help> = {
  showGlobalOptions: true,
  // Without "[options]": every command has some.
  subcommandTerm: (command) => groupOf(command) + Help.prototype.subcommandTerm(command).replace(" [options]", ""),
  longestSubcommandTermLength(program, helper) {
    return Math.max(...all(program).map((command) => helper.subcommandTerm(command).length));
  },
  groupItems: (_inOrderOfDefinition, items, headingOf) => {
    const program = items.find((item) => item instanceof Command)?.parent;
    const shown = program ? (all(program) as unknown as typeof items) : items;
    return Help.prototype.groupItems([], shown, headingOf);
  },
};

function all(program: Command): Command[] {
  return Object.entries(sections).flatMap(([heading, paths]) =>
    paths.flatMap((path) => at(program, path)?.helpGroup(heading) ?? []),
  );
}

function at(program: Command, path: string): Command | undefined {
  return path
    .split(" ")
    .reduce<Command | undefined>((group, name) => group?.commands.find((one) => one.name() === name), program);
}

/** `model ` of `model list`. */
function groupOf({ parent }: Command): string {
  return parent?.parent ? `${parent.name()} ` : "";
}
