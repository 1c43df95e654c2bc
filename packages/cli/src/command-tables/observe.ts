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
];
