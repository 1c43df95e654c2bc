import type { CommandSpec } from "./command-spec.ts";
import { modelCommands } from "./command-tables/model.ts";
import { servingCommands } from "./command-tables/serving.ts";

export const groups: Readonly<Record<string, string>> = {
  model: "list models, and chat with them",
  start: "run one server of a cluster, until Ctrl-C",
};

export const commands: readonly CommandSpec[] = [...servingCommands, ...modelCommands];
