import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import { daemonizable } from "./daemonizable.ts";

const modelOption: OptionSpec = {
  name: "model",
  value: "model",
  description:
    "builtin, FILE.gguf, hf:USER/REPO, ollama:NAME or openai:NAME@URL, after embed: or rerank: if it is for that; " +
    "may be given several times",
  multiple: true,
};
const configOption: OptionSpec = {
  name: "config",
  short: "c",
  value: "file",
  description: "a configuration in TOML, as DB-GPT's; options win over it",
};
const noStateOption: OptionSpec = {
  name: "no-state",
  description: "neither start again nor remember the models that are started while it runs",
};
const hostOption: OptionSpec = {
  name: "host",
  value: "address",
  description: "what to listen on (default: 127.0.0.1; others only with MODELFLEET_TOKEN set, or --allow-from)",
};
const tokenFileOption: OptionSpec = {
  name: "token-file",
  value: "file",
  description: "tokens, one on each line, beside those of MODELFLEET_TOKEN: callers send any of them, we the first",
};
/** Who may call without a token, and how. Lists may have commas. */
const accessOptions: readonly OptionSpec[] = [
  {
    name: "allow-from",
    value: "networks",
    description: "who needs no token: addresses and networks, such as 10.0.0.0/8",
    multiple: true,
  },
  {
    name: "allow-host",
    value: "names",
    description: "names of this server, beside the machine's own, by which one may call without a token",
    multiple: true,
  },
  {
    name: "cors",
    value: "origins",
    description: "whose pages may call, such as https://app.example.com; * for all, who then need a token or a key",
    multiple: true,
  },
  { name: "tls-cert", value: "file", description: "serve https with this certificate, in PEM" },
  { name: "tls-key", value: "file", description: "its key" },
  { name: "tls-client-ca", value: "file", description: "callers need a certificate by one of these authorities" },
];
const allowWorkersOption: OptionSpec = {
  name: "allow-workers",
  value: "places",
  description: "where workers may be: HOST, HOST:PORT or networks, separated by commas (default: everywhere)",
  multiple: true,
};
const controllerOption: OptionSpec = {
  name: "controller-addr",
  value: "urls",
  description:
    "the controller, or several separated by commas (default: --address, else one in the background here, else http://127.0.0.1:8000)",
};
const portOption = (port: number): OptionSpec => ({
  name: "port",
  value: "port",
  description: `the port, 0 for any (default: ${port})`,
});

/** Servers: running them, ending them, looking after them. */
export const servingCommands: readonly CommandSpec[] = [
  daemonizable("fleet", {
    path: ["up"],
    description: "run a whole fleet here: controller, worker and API on one port, until Ctrl-C",
    options: [
      modelOption,
      configOption,
      { name: "port", value: "port", description: "the port (default: 8000, or the next that is free)" },
      hostOption,
      tokenFileOption,
      ...accessOptions,
      allowWorkersOption,
      noStateOption,
      { name: "no-open", description: "do not open the playground in a browser" },
    ],
    examples: ["up", "up --model hf:Qwen/Qwen3-0.6B-GGUF:Q8_0", "up --model ollama:qwen3 -d"],
    run: async (options) => (await import("../commands/up.ts")).up(options),
  }),
  daemonizable("controller", {
    path: ["start", "controller"],
    description: "run a controller",
    options: [configOption, portOption(8000), hostOption, tokenFileOption, ...accessOptions, allowWorkersOption],
    examples: ["start controller --port 8000"],
    run: async (options) => (await import("../commands/start-controller.ts")).startController(options),
  }),
  daemonizable("worker", {
    path: ["start", "worker"],
    description: "run a worker, registered with a controller",
    options: [
      modelOption,
      configOption,
      controllerOption,
      portOption(8001),
      hostOption,
      tokenFileOption,
      ...accessOptions,
      noStateOption,
    ],
    examples: ["start worker --model ollama:qwen3 --controller-addr http://127.0.0.1:8000"],
    run: async (options) => (await import("../commands/start-worker.ts")).startWorker(options),
  }),
  daemonizable("apiserver", {
    path: ["start", "apiserver"],
    description: "run an API server with OpenAI's protocol in front of a cluster",
    options: [
      configOption,
      controllerOption,
      portOption(8100),
      {
        name: "host",
        value: "address",
        description: "what to listen on (default: 127.0.0.1; others only with keys, or --allow-from)",
      },
      { ...tokenFileOption, description: "the token that is sent to the cluster, beside that of MODELFLEET_TOKEN" },
      ...accessOptions,
      allowWorkersOption,
      { name: "api-keys-file", value: "file", description: "who may call: a key on each line" },
      { name: "api-keys", value: "keys", description: "the same, for other users of this machine to read" },
    ],
    examples: ["start apiserver --controller-addr http://127.0.0.1:8000 --api-keys-file keys.txt"],
    run: async (options) => (await import("../commands/start-apiserver.ts")).startApiServer(options),
  }),
];
