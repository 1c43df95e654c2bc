import type { CommandSpec, OptionSpec } from "../command-spec.ts";

const modelName = (description: string, required = true): OptionSpec => ({
  name: "model-name",
  short: "m",
  value: "name",
  description,
  required,
});
const modelType: OptionSpec = {
  name: "model-type",
  value: "type",
  description: "the type of the model (default: llm)",
  choices: ["llm", "text2vec", "reranker"],
};
const at = (what: string): OptionSpec[] => [
  { name: "host", value: "host", description: `${what} at this host` },
  { name: "port", value: "port", description: `${what} at this port` },
];
const yes: OptionSpec = { name: "yes", short: "y", description: "do not ask on a terminal" };
const json = (description: string): OptionSpec => ({ name: "json", description });
const outcomes = json("print one JSON array, an object for each instance");
const params: readonly OptionSpec[] = [
  {
    name: "param",
    short: "p",
    value: "name=value",
    description: "a parameter; may be given several times",
    multiple: true,
  },
  { name: "params-file", value: "file", description: "a JSON object of parameters; - for standard input" },
];

/** `modelfleet model ...` for operators: what changes a cluster, and what a model is and takes. */
export const operateCommands: readonly CommandSpec[] = [
  {
    path: ["model", "start"],
    description: "start a model on a worker; on a terminal, without a name, step by step",
    options: [
      modelName("the model, one of `model list --supported`", false),
      { ...modelType, description: "the type of the model (default: what the workers say)" },
      {
        name: "worker-type",
        value: "type",
        description: "the same, as dbgpt has it",
        choices: ["llm", "text2vec", "reranker"],
      },
      { name: "name", value: "name", description: "the model once more, as dbgpt has it" },
      ...at("the worker"),
      { name: "provider", value: "provider", description: "whose model it is, where several offer it" },
      {
        name: "model-path",
        value: "path",
        description: "where the worker finds its files (default: what the worker says)",
      },
      ...params,
      outcomes,
    ],
    examples: [
      "model start",
      "model start -m qwen2.5 --help",
      "model start -m qwen2.5 --host 10.0.0.6 --concurrency 20",
      "model start -m mine --provider proxy/openai -p backend=gpt-5-mini",
    ],
    specialize: async (spec, given) => (await import("../operate/start-command.ts")).startCommand(spec, given),
    run: async () => Promise.reject(new Error("A start is made for its model.")),
  },
  {
    path: ["model", "stop"],
    description: "stop a model, everywhere or at one worker",
    options: [modelName("the model"), modelType, ...at("only the instance"), yes, outcomes],
    examples: ["model stop -m qwen2.5", "model stop -m qwen2.5 --host 10.0.0.6 --port 8001 --yes"],
    run: async (options) => (await import("../commands/model-stop.ts")).modelStop(options),
  },
  {
    path: ["model", "restart"],
    description: "restart a model, everywhere or at one worker",
    options: [modelName("the model"), modelType, ...at("only the instance"), yes, outcomes],
    examples: ["model restart -m qwen2.5 --yes"],
    run: async (options) => (await import("../commands/model-restart.ts")).modelRestart(options),
  },
  {
    path: ["model", "apply"],
    description: "change parameters of a running model, which restarts with them",
    options: [modelName("the model"), modelType, ...at("only the instance"), ...params, yes, outcomes],
    examples: ["model apply -m qwen2.5 --help", "model apply -m qwen2.5 --concurrency 20"],
    specialize: async (spec, given) => (await import("../operate/apply-command.ts")).applyCommand(spec, given),
    run: async () => Promise.reject(new Error("An apply is made for its model.")),
  },
  {
    path: ["model", "info"],
    description: "show what there is to know of a model",
    options: [modelName("the model"), modelType, json("print one JSON object")],
    examples: ["model info -m qwen2.5", "model info -m bge-m3 --model-type text2vec --json"],
    run: async (options) => (await import("../commands/model-info.ts")).modelInfo(options),
  },
  {
    path: ["model", "params"],
    description: "show the parameters that a model takes",
    options: [modelName("the model"), modelType, json("print one JSON array")],
    examples: ["model params -m qwen2.5"],
    run: async (options) => (await import("../commands/model-params.ts")).modelParams(options),
  },
];
