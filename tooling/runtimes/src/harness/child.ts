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
  child: ChildProcess;
  stdout: Readable;
  control: Readable | undefined;
  /** Resolves when the child has ended well; rejects with its stderr when it has not. */
  ended: Promise<void>;
  /** Kills the child and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a child that cannot outlive its time. */
export function start(command: Command): Running {
  const { name, file, args, cwd, timeoutMs } = command;
  const child = spawn(file, args, {
    cwd,
    // Nothing of this machine's environment changes what is tested: no NODE_OPTIONS, no proxies.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...command.env },
    stdio: ["ignore", "pipe", "pipe", command.control ? "pipe" : "ignore"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  const [, stdout, stderr, control] = child.stdio as unknown as [null, Readable, Readable, Readable | null];

  const errors = text(stderr);
  const exit = new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? `ended with code ${code}` : `was killed (${signal}), at most ${timeoutMs} ms old`);
    });
  });
  const ended = exit.then(async (problem) => {
    if (problem !== undefined) throw new Error(`${name} ${problem}\n${await errors}`);
  });
  // A caller that kills the child has no interest in how it ended.
  ended.catch(() => {});

  return {
    child,
    stdout,
    control: control ?? undefined,
    ended,
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}

/** Runs a child to its end and returns what it printed. */
export async function run(command: Command): Promise<string> {
  const running = start(command);
  const [printed] = await Promise.all([text(running.stdout), running.ended]);
  return printed;
}
