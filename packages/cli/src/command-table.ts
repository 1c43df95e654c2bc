import type { CommandSpec } from "./command-spec.ts";
import { chatCommands } from "./command-tables/chat.ts";
import { daemonCommands } from "./command-tables/daemons.ts";
import { modelCommands } from "./command-tables/model.ts";
import { observeCommands } from "./command-tables/observe.ts";
import { servingCommands } from "./command-tables/serving.ts";
import { textCommands } from "./command-tables/texts.ts";

export const groups: Readonly<Record<string, string>> = {
  model: "list, chat with and operate the models of a cluster",
  start: "run one server of a cluster, until Ctrl-C or in the background",
  stop: "stop servers that run in the background",
};

export const commands: readonly CommandSpec[] = [
  ...servingCommands,
  ...daemonCommands,
  ...modelCommands,
  ...chatCommands,
  ...textCommands,
  ...observeCommands,
];
