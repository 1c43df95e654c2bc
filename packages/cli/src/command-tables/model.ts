import type { CommandSpec } from "../command-spec.ts";
import { operateCommands } from "./operate.ts";

/** `modelfleet model ...`: the instances of a cluster. */
export const modelCommands: readonly CommandSpec[] = [
  {
    path: ["model", "list"],
    description: "list the model instances of a cluster",
    options: [
      { name: "model-name", short: "m", value: "name", description: "only instances of this model" },
      {
        name: "model-type",
        value: "type",
        description: 'only this type (default: "llm" with a name, all without)',
        choices: ["llm", "text2vec", "reranker", "service"],
      },
      { name: "supported", description: "what the workers could start instead of what runs" },
      { name: "watch", short: "w", description: "look every 2 seconds, until Ctrl-C" },
      { name: "json", description: "print one JSON array; with --watch a line for each change" },
    ],
    examples: ["model list", "model list -m qwen2.5 --json", "model list --supported", "model list --watch"],
    run: async (options) => (await import("../commands/model-list.ts")).modelList(options),
  },
  ...operateCommands,
];
