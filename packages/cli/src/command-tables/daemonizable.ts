import type { CommandSpec } from "../command-spec.ts";
import type { Background } from "../daemon/background.ts";
import type { DaemonKind } from "../daemon/daemon-record.ts";
import type { OptionValue } from "../quick-parse.ts";

/** What every command that can run in the background gets. */
export interface BackgroundOptions {
  /** There if this process is in the background. */
  background?: Background | undefined;
}

/** Gives a command that serves its `-d`, with which it runs in a process of its own. */
export function daemonizable(kind: DaemonKind, spec: CommandSpec): CommandSpec {
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
