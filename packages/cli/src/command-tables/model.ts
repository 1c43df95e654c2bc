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
      { name: "json", description: "print one JSON array" },
    ],
    run: async (options) => (await import("../commands/model-list.ts")).modelList(options),
  },
  {
    path: ["model", "chat"],
    description: "chat with a model, on a terminal or line by line through a pipe",
    options: [
      { name: "model-name", short: "m", value: "name", description: "the model to chat with", required: true },
      { name: "system", value: "text", description: "a system prompt" },
    ],
    run: async (options) => (await import("../commands/model-chat.ts")).modelChat(options),
  },
  ...operateCommands,
];
