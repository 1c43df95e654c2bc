import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { CommandSpec } from "../command-spec.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { OptionValue } from "../quick-parse.ts";
import { warnOfVisibleKeys } from "../serving/api-keys.ts";
import { entryStart, entryText, parseEntry } from "../serving/log-entry.ts";
import { stripControls } from "../terminal/control-stripper.ts";
import { say, sayAside, sayError } from "../terminal/talk.ts";
import { alreadyThere } from "./already-there.ts";
import { logVariable } from "./background.ts";
import { commandLine } from "./command-line.ts";
import { type DaemonKind, type DaemonRecord, logsFolder } from "./daemon-record.ts";
import { makePrivateFolder } from "./daemon-records.ts";
import { findDaemons } from "./find-daemons.ts";
import type { StarterMessage } from "./starter-message.ts";

/** For a process that was asked to end while it was starting. */
const endMs = 5_000;

type Options = Readonly<Record<string, OptionValue>>;

/**
 * Runs a command in a process that stays, and waits until it serves. What it says until then is said here; if it fails,
 * its exit code is ours and nothing stays.
 */
export async function startDaemon(kind: DaemonKind, spec: CommandSpec, options: Options): Promise<ExitCode> {
  if (kind === "fleet" && options.port === undefined && options.config === undefined) await refuseSecondFleet();
  await makePrivateFolder(logsFolder());
  const log = join(logsFolder(), `.starting-${randomUUID()}`);
  const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;
  const fd = openSync(log, O_APPEND | O_CREAT | O_EXCL | O_WRONLY, 0o600);
  const { given, env } = keysToEnvironment(options);
  const child = fork(process.argv[1] as string, commandLine(spec, given), {
    detached: true,
    stdio: ["ignore", fd, fd, "ipc"],
    env: { ...process.env, ...env, [logVariable]: log },
  });
  try {
    const started = await untilReady(child);
    if ("record" in started) {
      tell(started.record);
      return exitCodes.ok;
    }
    return sayFailure(started, log);
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
    // Moved to its place, if the process is ready.
    rmSync(log, { force: true });
  }
}

/** Where no port is named, `up` takes the next one that is free; a second fleet that nobody sees is hardly what was meant. */
async function refuseSecondFleet(): Promise<void> {
  const fleet = (await findDaemons()).find(({ record, alive }) => alive && record.kind === "fleet");
  if (fleet) throw alreadyThere(fleet.record);
}

/** Keys leave the command line, where others can read them for as long as the process lives. */
function keysToEnvironment(options: Options): { given: Options; env: NodeJS.ProcessEnv } {
  const { apiKeys, ...given } = options;
  // One that is blank is told apart from none, and refused.
  if (typeof apiKeys !== "string" || apiKeys.trim() === "") return { given: options, env: {} };
  warnOfVisibleKeys();
  const { MODELFLEET_API_KEYS } = process.env;
  return { given, env: { MODELFLEET_API_KEYS: MODELFLEET_API_KEYS ? `${MODELFLEET_API_KEYS},${apiKeys}` : apiKeys } };
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  interrupted: boolean;
}

function untilReady(child: ChildProcess): Promise<{ record: DaemonRecord } | Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<{ record: DaemonRecord } | Ended>();
  let interrupted = false;
  let limit: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    interrupted = true;
    child.kill("SIGTERM");
    limit ??= setTimeout(() => child.kill("SIGKILL"), endMs);
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  child.on("message", (message: StarterMessage) => {
    if (message.type === "output") process[message.stream].write(forPerson(message.text));
    else resolve({ record: message.record });
  });
  child.once("error", reject);
  // After all that it said.
  child.once("close", (code, signal) => resolve({ code, signal, interrupted }));
  return promise.finally(() => {
    clearTimeout(limit);
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  });
}

/** What it writes for its log, as it would have said it here. */
function forPerson(text: string): string {
  const entry = process.stderr.isTTY ? parseEntry(text) : undefined;
  return entry ? `${entryText(entry, process.stderr)}\n` : text;
}

function tell({ kind, pid, port, log }: DaemonRecord): void {
  say(`It runs in the background: pid ${pid}. Its log: ${log}`);
  sayAside(`modelfleet status shows it, modelfleet stop ${kind} --port ${port} stops it.`);
}

function sayFailure({ code, signal, interrupted }: Ended, log: string): ExitCode {
  if (interrupted) return exitCodes.interrupted;
  // What is an entry was said here already; the rest is of the runtime, or of native code.
  const rest = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith(entryStart));
  if (rest.length > 0) say(stripControls(rest.slice(-50).join("\n")));
  if (signal) sayError(`It ended by ${signal} before it was ready.`);
  else if (code === exitCodes.ok) sayError("It ended before it was ready.");
  const known = Object.values(exitCodes).find((value) => value === code);
  return known === undefined || known === exitCodes.ok ? exitCodes.failed : known;
}
