import type { CommandSpec, OptionSpec } from "./command-spec.ts";
import { modelCommands } from "./command-tables/model.ts";
import { servingCommands } from "./command-tables/serving.ts";

/** Options that every command takes, before or after its name. */
export const globalOptions: readonly OptionSpec[] = [
  {
    name: "address",
    value: "urls",
    description: "the controller, or several separated by commas (default: looked for on this machine)",
  },
  { name: "verbose", description: "say which controller was found, and how" },
  { name: "no-color", description: "no colour, even on a terminal" },
];

export const groups: Readonly<Record<string, string>> = {
  model: "list models, and chat with them",
  start: "run one server of a cluster, until Ctrl-C",
};

export const commands: readonly CommandSpec[] = [...servingCommands, ...modelCommands];
