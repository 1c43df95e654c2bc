import type { CommandSpec, OptionSpec } from "../command-spec.ts";
import type { Background } from "../daemon/background.ts";
import type { DaemonKind } from "../daemon/daemon-record.ts";
import type { OptionValue } from "../quick-parse.ts";
import type { LogLevel } from "../serving/server-log.ts";

/** What every command that can run in the background gets. */
export interface BackgroundOptions {
  /** The least that its log tells. */
  logLevel?: LogLevel;
  /** There if this process is in the background. */
  background?: Background | undefined;
}

const logLevelOption: OptionSpec = {
  name: "log-level",
  value: "level",
  // The list itself would load the log with every command.
  choices: ["debug", "info", "warn", "error", "off"] satisfies readonly LogLevel[],
  description: "the least that is told of requests, on standard error (default: info)",
};

const jsonOption: OptionSpec = {
  name: "json",
  description: "print one line of JSON once it serves: kind, pid, port, URLs and models",
};

/** Gives a command that serves its log, its line of JSON, and its `-d`, with which it runs in a process of its own. */
export function daemonizable(kind: DaemonKind, given: CommandSpec): CommandSpec {
  const spec = { ...given, options: [...given.options, logLevelOption, jsonOption] };
  const { options, run } = spec;
  return {
    ...spec,
    options: [...options, { name: "daemon", short: "d", description: "in the background, until it is stopped" }],
    async run({ daemon, ...given }: Record<string, OptionValue>) {
      if (daemon) return (await import("../daemon/start-daemon.ts")).startDaemon(kind, spec, given);
      const { openBackground } = await import("../daemon/background.ts");
      return run({ ...given, background: openBackground(kind) } as never);
    },
  };
}
