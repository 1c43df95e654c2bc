import { once } from "node:events";
import { createInterface } from "node:readline";
import { start } from "../harness/child.ts";
import { debianProgram } from "../harness/debian-program.ts";

export interface Display {
  /** As the environment variable `DISPLAY` has it. */
  name: string;
  close(): Promise<void>;
}

/**
 * A screen that nobody sees, for a browser that must have one.
 *
 * @param lifetimeMs after which it is gone in any case
 */
export async function startDisplay(lifetimeMs: number): Promise<Display> {
  const running = start({
    name: "Xvfb",
    file: await debianProgram("/usr/bin/Xvfb", "xvfb"),
    // It takes the first number that is free, and says which on its third descriptor.
    args: ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
    cwd: "/",
    timeoutMs: lifetimeMs,
    control: true,
  });
  running.stdout.resume();
  if (!running.control) throw new Error("no control descriptor");
  const number = once(createInterface({ input: running.control }), "line") as Promise<[string]>;
  const ended = running.ended.then((): never => {
    throw new Error("Xvfb ended before it had a display");
  });
  const [line] = await Promise.race([number, ended]);
  return { name: `:${line.trim()}`, close: () => running.kill() };
}
