import { rmSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { say } from "../terminal/talk.ts";
import { alreadyThere } from "./already-there.ts";
import { serveControl } from "./control-server.ts";
import { DaemonLog, olderLog } from "./daemon-log.ts";
import { type DaemonKind, type DaemonRecord, daemonName, daemonsFolder, logsFolder } from "./daemon-record.ts";
import { forget, makePrivateFolder, readRecord, recordPath, writeRecord } from "./daemon-records.ts";
import { isAlive } from "./find-daemons.ts";
import type { StarterMessage } from "./starter-message.ts";
import { withoutCredentials } from "./without-credentials.ts";

/** Set by whoever starts a process in the background: the log that it writes to. */
export const logVariable = "MODELFLEET_DAEMON_LOG";

/** A server that began to answer. */
export interface AnsweringServer {
  host: string;
  port: number;
  url: string;
  /** Its controller: itself by default, none if it is empty. */
  controller?: string | undefined;
}

/** This process as one that stays when the command that started it has ended. */
export interface Background {
  /** Leaves word of it for other commands. @throws CommandError if another one of its kind and port lives */
  enter(server: AnsweringServer): Promise<void>;
  /** Tells the command that started it that everything answers; from then on nobody waits. */
  detach(): void;
}

/** `undefined` in the foreground. Called first of all: what is said from then on goes to the log, and to the starter. */
export function openBackground(kind: DaemonKind): Background | undefined {
  const path = process.env[logVariable];
  if (path === undefined || !process.send) return undefined;
  delete process.env[logVariable];
  const log = new DaemonLog(process.stdout.fd, path);
  let tell: (message: StarterMessage) => void = (message) => void process.send?.(message, undefined, {}, () => {});
  takeOver(process.stdout, log, (text) => tell({ type: "output", stream: "stdout", text }));
  takeOver(process.stderr, log, (text) => tell({ type: "output", stream: "stderr", text }));
  // Without whoever waits for it, nobody would learn of a server that is half started.
  const alone = (): never => {
    rmSync(path, { force: true });
    process.exit(exitCodes.interrupted);
  };
  process.once("disconnect", alone);
  // A start that fails has to end by itself.
  process.channel?.unref();

  let record: DaemonRecord | undefined;
  return {
    async enter(server) {
      record = await settle(kind, server, log);
      removeAtEnd(record);
    },
    detach() {
      process.off("disconnect", alone);
      tell = () => {};
      const done = (): void => {
        if (process.connected) process.disconnect();
      };
      if (!record || !process.send) return done();
      process.send({ type: "ready", record } satisfies StarterMessage, undefined, {}, done);
    },
  };
}

async function settle(kind: DaemonKind, server: AnsweringServer, log: DaemonLog): Promise<DaemonRecord> {
  const { host, port, url, controller = localUrl(url) } = server;
  const name = daemonName({ kind, port });
  const path = join(logsFolder(), `${name}.log`);
  await makePrivateFolder(daemonsFolder());
  const before = readRecord({ kind, port });
  if (before && (await isAlive(before))) throw alreadyThere(before);
  if (before) await forget(before);
  const control = await serveControl(name, () => void process.emit("SIGTERM", "SIGTERM"));
  const record: DaemonRecord = {
    kind,
    pid: process.pid,
    host,
    port,
    url: localUrl(url),
    controller: withoutCredentials(controller),
    log: path,
    control,
    startedAt: new Date().toISOString(),
    command: withoutCredentials(["modelfleet", ...process.argv.slice(2)].join(" ")),
  };
  await leaveWord(record);
  // From here on it is no start that failed and leaves nothing.
  log.moveTo(path);
  if (before) {
    say(`The ${kind} that had this port, pid ${before.pid}, was not stopped but died. Its log: ${olderLog(path)}`);
  }
  return record;
}

/** A server that nobody would find does not stay. @throws CommandError */
async function leaveWord(record: DaemonRecord): Promise<void> {
  try {
    await writeRecord(record);
  } catch (error) {
    if (process.platform !== "win32") rmSync(record.control, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `The folder ${daemonsFolder()} takes no file (${code === "ENOSPC" ? "its disk is full, ENOSPC" : code}). ` +
        "Make room, or set XDG_STATE_HOME to one that can be written to.",
      exitCodes.failed,
    );
  }
}

/** What stands for all addresses of a machine is none that can be reached everywhere. */
function localUrl(url: string): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}

/** A process that was asked to end takes its record with it. That of a crash stays, for others to see. */
function removeAtEnd(record: DaemonRecord): void {
  let asked = false;
  const stop = (): void => {
    asked = true;
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  process.once("exit", () => {
    if (!asked) return;
    rmSync(recordPath(record), { force: true });
    if (process.platform !== "win32") rmSync(record.control, { force: true });
  });
}

function takeOver(stream: NodeJS.WriteStream, log: DaemonLog, tell: (text: string) => void): void {
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    log.write(text);
    tell(text);
    const done = rest.findLast((value) => typeof value === "function");
    if (done) process.nextTick(done);
    return true;
  };
  stream.write = write as NodeJS.WriteStream["write"];
}
