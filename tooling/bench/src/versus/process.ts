import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pin } from "../serving/machine.ts";

/** How long a server may take to listen, in milliseconds: LiteLLM imports for a while. */
const startMs = 180_000;

export interface Opened {
  pid: number;
  port: number;
  close(): Promise<void>;
}

/** Starts a server of others on the measured core, and waits until it listens. */
export async function open(
  command: string,
  args: readonly string[],
  port: number,
  env: Record<string, string> = {},
): Promise<Opened> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-4_000);
  });
  const until = performance.now() + startMs;
  while (!(await listens(port))) {
    if (child.exitCode !== null || performance.now() > until) {
      await end(child);
      throw new Error(`${command} does not listen: ${log}`);
    }
    await sleep(200);
  }
  pin(child.pid as number, "server");
  return { pid: child.pid as number, port, close: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill();
  const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exited;
  clearTimeout(late);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
