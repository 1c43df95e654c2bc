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
}

export interface CommandSpec {
  path: readonly [name: string] | readonly [group: string, name: string];
  description: string;
  options: readonly OptionSpec[];
  /** Loads the command and runs it. */
  run: (options: never) => Promise<ExitCode>;
}

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

const modelOption: OptionSpec = {
  name: "model",
  value: "model",
  description: "builtin, FILE.gguf, hf:USER/REPO, ollama:NAME or openai:NAME@URL; may be given several times",
  multiple: true,
};
const hostOption: OptionSpec = {
  name: "host",
  value: "address",
  description: "what to listen on (default: 127.0.0.1; others only with MODELFLEET_TOKEN set)",
};
const controllerOption: OptionSpec = {
  name: "controller-addr",
  value: "urls",
  description: "the controller, or several separated by commas (default: --address, else http://127.0.0.1:8000)",
};
const portOption = (port: number): OptionSpec => ({
  name: "port",
  value: "port",
  description: `the port, 0 for any (default: ${port})`,
});

export const commands: readonly CommandSpec[] = [
  {
    path: ["up"],
    description: "run a whole fleet here: controller, worker and API on one port, until Ctrl-C",
    options: [
      modelOption,
      { name: "port", value: "port", description: "the port (default: 8000, or the next that is free)" },
      hostOption,
      { name: "no-open", description: "open no browser; there is nothing to open yet" },
    ],
    run: async (options) => (await import("./commands/up.ts")).up(options),
  },
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
    run: async (options) => (await import("./commands/model-list.ts")).modelList(options),
  },
  {
    path: ["model", "chat"],
    description: "chat with a model, on a terminal or line by line through a pipe",
    options: [
      { name: "model-name", short: "m", value: "name", description: "the model to chat with", required: true },
      { name: "system", value: "text", description: "a system prompt" },
    ],
    run: async (options) => (await import("./commands/model-chat.ts")).modelChat(options),
  },
  {
    path: ["start", "controller"],
    description: "run a controller",
    options: [portOption(8000), hostOption],
    run: async (options) => (await import("./commands/start-controller.ts")).startController(options),
  },
  {
    path: ["start", "worker"],
    description: "run a worker, registered with a controller",
    options: [modelOption, controllerOption, portOption(8001), hostOption],
    run: async (options) => (await import("./commands/start-worker.ts")).startWorker(options),
  },
  {
    path: ["start", "apiserver"],
    description: "run an API server with OpenAI's protocol in front of a cluster",
    options: [
      controllerOption,
      portOption(8100),
      { name: "host", value: "address", description: "what to listen on (default: 127.0.0.1; others only with keys)" },
      { name: "api-keys-file", value: "file", description: "who may call: a key on each line" },
      { name: "api-keys", value: "keys", description: "the same, for other users of this machine to read" },
    ],
    run: async (options) => (await import("./commands/start-apiserver.ts")).startApiServer(options),
  },
];
