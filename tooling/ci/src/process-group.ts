import { spawn } from "node:child_process";

export interface Exit {
  /** `null` when the command was killed or could not be started. */
  code: number | null;
  timedOut: boolean;
  output: string;
}

const running = new Set<number>();

/**
 * Runs a command in a process group of its own, so that a time-out (or Ctrl-C) also ends what the command started,
 * and nothing outlives its step.
 */
export function runInGroup(
  [program, ...args]: [string, ...string[]],
  options: { timeoutMs: number; live: boolean },
): Promise<Exit> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      detached: true,
      // The commands see a pipe or a log and guess differently; whether there is a terminal is known here.
      env: { ...process.env, [process.stdout.isTTY ? "FORCE_COLOR" : "NO_COLOR"]: "1" },
      stdio: ["ignore", options.live ? "inherit" : "pipe", options.live ? "inherit" : "pipe"],
    });
    const group = child.pid;
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));

    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      if (group !== undefined) void endGroup(group);
    }, options.timeoutMs);

    const finish = (code: number | null): void => {
      clearTimeout(timer);
      if (group !== undefined) running.delete(group);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ code, timedOut, output: Buffer.concat(chunks).toString("utf8") });
    };
    child.once("error", (error) => {
      chunks.push(Buffer.from(`${program}: ${error.message}\n`));
      finish(null);
    });
    const closed = new Promise((read) => child.once("close", read));
    child.once("exit", async (code) => {
      if (group !== undefined) await endGroup(group);
      // What was printed is then read to its end. But a child that left the group may hold the pipes open for ever.
      await Promise.race([closed, new Promise((late) => setTimeout(late, 5_000).unref())]);
      finish(code);
    });
    if (group !== undefined) running.add(group);
  });
}

export async function endAllGroups(): Promise<void> {
  await Promise.all([...running].map(endGroup));
}

async function endGroup(group: number): Promise<void> {
  signalGroup(group, "SIGTERM");
  // No event tells when the last process of a group has gone: only a signal that finds nobody does.
  for (let waited = 0; waited < 5000; waited += 100) {
    if (!signalGroup(group, 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  signalGroup(group, "SIGKILL");
}

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    return false;
  }
}
