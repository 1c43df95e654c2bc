import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Load, Loaded } from "./drive.ts";
import { cpuSecondsOf, memoryMbOf, pin } from "./machine.ts";

/** A server that is measured: one of ours, or any that listens. */
export interface Served {
  port: number;
  /** Undefined where nothing is measured of it, as of the upstream when it is asked directly. */
  pid?: number | undefined;
}

export interface Measured extends Loaded {
  /** CPU seconds that the server took. */
  cpuSeconds: number;
  /** Its memory afterwards. */
  memoryMb: number;
}

/** The upstream and the load on one core, servers on the other. */
export class ServingStage {
  readonly upstream: Served;
  readonly #load: ChildProcess;
  readonly #children: ChildProcess[];

  private constructor(upstream: Served, load: ChildProcess, children: ChildProcess[]) {
    this.upstream = upstream;
    this.#load = load;
    this.#children = children;
  }

  static async open(): Promise<ServingStage> {
    const upstream = start("./upstream-process.ts", []);
    const load = start("./load-process.ts", []);
    for (const { pid } of [upstream, load]) pin(pid as number, "others");
    return new ServingStage({ port: (await answerOf(upstream)) as number }, load, [upstream, load]);
  }

  /** One of `server-process.ts`, by its name, on the servers' core. */
  async serve(name: string, ...args: string[]): Promise<Served> {
    const child = start("./server-process.ts", [name, String(this.upstream.port), ...args]);
    this.#children.push(child);
    const port = (await answerOf(child)) as number;
    const pid = child.pid as number;
    pin(pid, "server");
    return { port, pid };
  }

  async measure({ port, pid }: Served, load: Load): Promise<Measured> {
    const before = pid === undefined ? 0 : cpuSecondsOf(pid);
    this.#load.send({ port, load });
    const { loaded, failed } = (await answerOf(this.#load)) as { loaded?: Loaded; failed?: string };
    if (!loaded) throw new Error(failed);
    if (pid === undefined) return { ...loaded, cpuSeconds: 0, memoryMb: 0 };
    return { ...loaded, cpuSeconds: cpuSecondsOf(pid) - before, memoryMb: memoryMbOf(pid) };
  }

  close(): void {
    for (const child of this.#children) if (child.connected) child.disconnect();
  }
}

export function start(file: string, args: readonly string[]): ChildProcess {
  return fork(new URL(file, import.meta.url), args, { execArgv: ["--conditions=modelfleet-source"] });
}

/** The child's next message. @throws Error if it ends before */
export async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const message = once(child, "message", { signal: ended.signal });
  const onExit = (): void => ended.abort(new Error(`${child.spawnargs.at(-1)} ended early`));
  child.once("exit", onExit);
  try {
    return (await message)[0];
  } finally {
    child.off("exit", onExit);
  }
}
