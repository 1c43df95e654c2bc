import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface Command {
  /** Names it in errors. */
  name: string;
  file: string;
  args: readonly string[];
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** The whole run, in milliseconds; then the child is killed. */
  timeoutMs: number;
  /** Also open file descriptor 3 for the child to write to. */
  control?: boolean;
}

export interface Running {
  stdout: Readable;
  control: Readable | undefined;
  /** Resolves when the child has ended well; rejects with its stderr when it has not. */
  ended: Promise<void>;
  /** Kills the child and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a child that outlives neither its time nor this process. */
export function start(command: Command): Running {
  const { name, file, args, cwd, timeoutMs } = command;
  const child = spawn(file, args, {
    cwd,
    // Nothing of this machine's environment changes what is tested: no NODE_OPTIONS, no proxies.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...command.env },
    stdio: ["ignore", "pipe", "pipe", command.control ? "pipe" : "ignore"],
    // A group of its own: what the child has started goes with it.
    detached: true,
  });
  const [, stdout, stderr, control] = child.stdio as unknown as [null, Readable, Readable, Readable | null];

  let timedOut = false;
  const killNow = (): void => killGroup(child);
  const timer = setTimeout(() => {
    timedOut = true;
    killNow();
  }, timeoutMs);
  process.once("exit", killNow);

  const errors = text(stderr);
  const exit = new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => {
      if (timedOut) resolve(`had not ended after ${timeoutMs} ms and was killed`);
      else resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`);
    });
  }).finally(() => {
    clearTimeout(timer);
    process.off("exit", killNow);
  });
  const ended = exit.then(async (problem) => {
    if (problem !== undefined) throw new Error(`${name} ${problem}\n${await errors}`);
  });
  // A caller that kills the child has no interest in how it ended.
  ended.catch(() => {});

  return {
    stdout,
    control: control ?? undefined,
    ended,
    async kill() {
      killNow();
      await exit;
    },
  };
}

/** Runs a child to its end and returns what it printed. */
export async function run(command: Command): Promise<string> {
  const running = start(command);
  const printing = text(running.stdout);
  try {
    await running.ended;
  } catch (error) {
    // A report, when the child did its work but something kept it from ending.
    throw new Error(`${(error as Error).message}\nIt had printed: ${await printing}`);
  }
  return printing;
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  // Without a pid it never started; once it has ended the number may be another's.
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, "SIGKILL");
}
