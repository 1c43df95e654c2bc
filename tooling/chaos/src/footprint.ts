import { readdir, readlink } from "node:fs/promises";

/** What a process holds. */
export interface Measured {
  /** In bytes, after a collection. */
  heapUsed: number;
  /** In bytes, buffers and code included. */
  rss: number;
  /** Everything that may keep the process: sockets, timers, pipes and the like. */
  handles: number;
  /** Kept ones included, where the system tells of them (Linux); elsewhere those that keep the process. */
  sockets: number;
  timers: number;
  /** Generations. */
  running: number;
}

/** Of this process; collected first where it was started with `--expose-gc`. */
export async function measureProcess(running = 0): Promise<Measured> {
  // Twice, since the first collection leaves what finalizers then let go of.
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, rss } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo();
  const count = (kind: string): number => handles.filter((handle) => handle === kind).length;
  return {
    heapUsed,
    rss,
    handles: handles.length,
    sockets: (await openSockets()) ?? count("TCPSocketWrap"),
    timers: count("Timeout"),
    running,
  };
}

/** Connections that are kept for later do not keep a process, so that Node does not list them. */
async function openSockets(): Promise<number | undefined> {
  const folder = "/proc/self/fd";
  const names = await readdir(folder).catch(() => undefined);
  // One of them was the folder's own, and is gone.
  const targets = names && (await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => ""))));
  return targets?.filter((target) => target.startsWith("socket:")).length;
}
