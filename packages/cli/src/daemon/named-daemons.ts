import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { readPort } from "../serving/listen.ts";
import { type DaemonKind, daemonKinds } from "./daemon-record.ts";

/** Those that a command is about. */
export interface DaemonFilter {
  /** All kinds without it. */
  kind?: DaemonKind | undefined;
  /** All ports without it. */
  port?: number | undefined;
}

/** @throws CommandError for a kind or a port that is none */
export function readFilter({ kind, port }: { kind?: string | undefined; port?: string | undefined }): DaemonFilter {
  if (kind !== undefined && !isKind(kind)) {
    throw new CommandError(
      `${JSON.stringify(kind)} cannot run in the background. There are: ${daemonKinds.join(", ")}.`,
      exitCodes.usage,
    );
  }
  return { kind, port: port === undefined ? undefined : readPort(port) };
}

export function matches({ kind, port }: DaemonFilter, daemon: { kind: DaemonKind; port: number }): boolean {
  return (kind === undefined || daemon.kind === kind) && (port === undefined || daemon.port === port);
}

/** Such as "worker on port 8001", for messages. */
export function describeFilter({ kind, port }: DaemonFilter): string {
  return `${kind ?? "server"}${port === undefined ? "" : ` on port ${port}`}`;
}

function isKind(kind: string): kind is DaemonKind {
  return daemonKinds.some((known) => known === kind);
}
