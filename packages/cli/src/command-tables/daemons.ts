import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import { type DaemonKind, daemonKinds } from "../daemon/daemon-record.ts";

const portOption: OptionSpec = { name: "port", value: "port", description: "only the one on this port" };
const jsonOption: OptionSpec = { name: "json", description: "print one JSON array" };

const whatStops: Readonly<Record<DaemonKind, string>> = {
  fleet: "stop what `up -d` started",
  controller: "stop controllers",
  worker: "stop workers, after the answers under way",
  apiserver: "stop API servers, after the answers under way",
};

const stopCommands: readonly CommandSpec[] = daemonKinds.map((kind) => ({
  path: ["stop", kind],
  description: whatStops[kind],
  options: [portOption, jsonOption],
  examples: [`stop ${kind}`],
  run: async (options) => (await import("../commands/stop-servers.ts")).stopServers(kind, options),
}));

/** Looking after servers in the background. */
export const daemonCommands: readonly CommandSpec[] = [
  ...stopCommands,
  {
    path: ["stop", "all"],
    description: "stop everything that runs in the background, workers before controllers",
    options: [jsonOption],
    examples: ["stop all"],
    run: async (options) => (await import("../commands/stop-servers.ts")).stopAll(options),
  },
  {
    path: ["status"],
    description: "show what runs in the background, and how it is",
    options: [
      { name: "watch", short: "w", description: "look every 2 seconds, until Ctrl-C" },
      { name: "json", description: "print one JSON array; with --watch a line for each change" },
    ],
    note: "Exits with 1 unless all of it is healthy.",
    examples: ["status"],
    run: async (options) => (await import("../commands/status.ts")).status(options),
  },
  {
    path: ["logs"],
    description: "print what servers in the background wrote",
    arguments: [{ name: "kind", description: `${daemonKinds.join(", ")} (default: all of them)` }],
    options: [
      { name: "follow", short: "f", description: "go on with what they write, until Ctrl-C" },
      { name: "lines", short: "n", value: "count", description: "how many lines of each, from the end (default: 100)" },
      portOption,
      { name: "json", description: "print an object on each line: the entry, with its server" },
    ],
    examples: ["logs worker --port 8001 -f", "logs -n 20"],
    run: async (options) => (await import("../commands/logs.ts")).logs(options),
  },
];
