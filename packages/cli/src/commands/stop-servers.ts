import type { DaemonKind, DaemonRecord } from "../daemon/daemon-record.ts";
import { findDaemons } from "../daemon/find-daemons.ts";
import { type DaemonFilter, describeFilter, matches, readFilter } from "../daemon/named-daemons.ts";
import { type StopOutcome, stopDaemon } from "../daemon/stop-daemon.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { describeError, isAbort } from "../failure.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { say, sayError } from "../terminal/talk.ts";

export interface StopOptions {
  port?: string;
  json?: boolean;
}

interface Stopped {
  record: DaemonRecord;
  outcome: StopOutcome | "failed";
}

/** Controllers last: workers say goodbye to theirs. */
const rounds: readonly (readonly DaemonKind[])[] = [
  ["apiserver", "worker"],
  ["fleet", "controller"],
];

/** Stops the servers of a kind that run in the background; all of them without a port. */
export async function stopServers(kind: DaemonKind, { port, json }: StopOptions): Promise<ExitCode> {
  const filter = readFilter({ kind, port });
  const stopped = await stop(filter);
  tell(stopped, json);
  const failed = stopped.some(({ outcome }) => outcome === "failed");
  if (!failed && stopped.some(({ outcome }) => outcome !== "dead")) return exitCodes.ok;
  if (!failed) say(`No ${describeFilter(filter)} runs in the background.`);
  return exitCodes.failed;
}

/** Stops everything that runs in the background. That nothing does is what was asked for. */
export async function stopAll({ json }: StopOptions): Promise<ExitCode> {
  const stopped = await stop({});
  tell(stopped, json);
  if (stopped.length === 0) say("Nothing runs in the background.");
  return stopped.some(({ outcome }) => outcome === "failed") ? exitCodes.failed : exitCodes.ok;
}

async function stop(filter: DaemonFilter): Promise<Stopped[]> {
  const signal = interruptSignal();
  const records = (await findDaemons()).map(({ record }) => record).filter((record) => matches(filter, record));
  const stopped: Stopped[] = [];
  for (const kinds of rounds) {
    const round = records.filter(({ kind }) => kinds.includes(kind));
    stopped.push(...(await Promise.all(round.map((record) => stopOne(record, signal)))));
  }
  return stopped;
}

/** One that cannot be stopped does not keep the others. */
async function stopOne(record: DaemonRecord, signal: AbortSignal): Promise<Stopped> {
  try {
    return { record, outcome: await stopDaemon(record, signal) };
  } catch (error) {
    if (isAbort(error)) throw error;
    sayError(describeError(error));
    return { record, outcome: "failed" };
  }
}

function tell(stopped: readonly Stopped[], json = false): void {
  if (json) {
    const rows = stopped.map(({ record: { kind, pid, port, url }, outcome }) => ({ kind, pid, port, url, outcome }));
    process.stdout.write(`${jsonForTerminals(rows)}\n`);
    return;
  }
  for (const { record, outcome } of stopped) {
    const { kind, pid, url, log } = record;
    const named = stripToLine(`${kind} ${url} (pid ${pid})`);
    if (outcome === "stopped") process.stdout.write(`Stopped: ${named}\n`);
    if (outcome === "killed") process.stdout.write(`Killed: ${named}\n`);
    if (outcome === "dead") say(stripToLine(`Dead already: ${named}. What it left is cleaned up; its log: ${log}`));
  }
}
