import type { CommandSpec } from "../command-spec.ts";

/** Looking after a fleet. */
export const observeCommands: readonly CommandSpec[] = [
  {
    path: ["top"],
    description: "watch the fleet at work: instances, requests, tokens per second, errors",
    options: [
      { name: "model-name", short: "m", value: "text", description: "only what holds this text" },
      { name: "interval", value: "seconds", description: "between two looks (default: 1)" },
      { name: "once", description: "print one table and end, as it does where there is no terminal" },
      { name: "json", description: "print one JSON array and end" },
      { name: "watch", description: "go on printing; with --json an object on each line" },
    ],
    examples: ["top", "top --json", "top --json --watch --interval 10 >> fleet.ndjson"],
    run: async (options) => (await import("../commands/top.ts")).top(options),
  },
  {
    path: ["doctor"],
    description: "look for what stands in the way of a cluster, and say what to do",
    options: [
      { name: "model-name", short: "m", value: "name", description: "ask this model, to see whether answers stream" },
      { name: "json", description: "print one JSON array" },
    ],
    examples: ["doctor", "doctor -m qwen2.5 --address http://10.0.0.5:8000"],
    run: async (options) => (await import("../commands/doctor.ts")).doctor(options),
  },
  {
    path: ["bench"],
    description: "load a model with parallel chats, and report how fast it answers",
    options: [
      { name: "model-name", short: "m", value: "name", description: "the model (default: the only one that chats)" },
      { name: "requests", short: "n", value: "number", description: "how many (default: 20; any with --duration)" },
      { name: "parallel", short: "c", value: "number", description: "how many at once (default: 4)" },
      { name: "duration", value: "time", description: "ask no more after 30s, 5m or 1h" },
      { name: "prompt", value: "text", description: "what to ask" },
      { name: "prompt-file", value: "file", description: "a file with what to ask" },
      { name: "max-new-tokens", value: "number", description: "the longest answer, in tokens (default: 128)" },
      { name: "json", description: "print one JSON object" },
    ],
    examples: ["bench -m qwen2.5 -n 100 -c 8", "bench -m qwen2.5 --duration 1m --json"],
    run: async (options) => (await import("../commands/bench.ts")).bench(options),
  },
  {
    path: ["completion"],
    description: "print a script that lets a shell complete commands, options and model names",
    arguments: [
      {
        name: "shell",
        description: "which shell",
        required: true,
        choices: ["bash", "zsh", "fish", "powershell"],
      },
    ],
    options: [],
    examples: [
      "completion bash > ~/.local/share/bash-completion/completions/modelfleet",
      "completion zsh > ~/.zfunc/_modelfleet      # with ~/.zfunc in fpath",
      "completion fish > ~/.config/fish/completions/modelfleet.fish",
      "completion powershell | Out-String | Invoke-Expression",
    ],
    run: async (options) => (await import("../commands/completion.ts")).completion(options),
  },
];
