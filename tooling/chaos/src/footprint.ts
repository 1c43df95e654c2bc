import { readdir, readlink } from "node:fs/promises";
import { queryObjects } from "node:v8";

/** What a process has open. */
export interface Opened {
  /** Everything that may keep the process: sockets, timers, pipes and the like. */
  handles: number;
  /** Kept ones included, where the system tells of them (Linux); elsewhere those that keep the process. */
  sockets: number;
  timers: number;
  /** Of the process itself. */
  listeners: number;
  /** Generations. */
  running: number;
}

/** What a process holds. */
export interface Measured extends Opened {
  /** In bytes, after a collection. */
  heapUsed: number;
  /** What buffers hold beside it, in bytes. */
  buffers: number;
  /** In bytes, buffers and code included. */
  rss: number;
  /** Abort signals that something still holds; what listens to a request and is forgotten hangs on one. */
  signals: number;
}

/** Of this process. */
export async function countOpened(running = 0): Promise<Opened> {
  const handles = process.getActiveResourcesInfo();
  const count = (kind: string): number => handles.filter((handle) => handle === kind).length;
  return {
    handles: handles.length,
    sockets: (await openSockets()) ?? count("TCPSocketWrap"),
    timers: count("Timeout"),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    running,
  };
}

/**
 * Of this process; collected first where it was started with `--expose-gc`. On a busy machine that takes seconds, in
 * which nothing else runs here: heartbeats stop, and afterwards connections that were kept have rested for too long.
 */
export async function measureProcess(running = 0): Promise<Measured> {
  const opened = await countOpened(running);
  // The first collection leaves what finalizers then let go of. Each is several of those that V8 does by itself.
  for (let i = 0; i < 3; i++) {
    // With what is kept to run faster: compiled code that is not in use would go at some time of its own.
    globalThis.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { ...opened, heapUsed, buffers: external, rss, signals: Number(queryObjects(AbortSignal)) };
}

/** Connections that are kept for later do not keep a process, so that Node does not list them. */
async function openSockets(): Promise<number | undefined> {
  const folder = "/proc/self/fd";
  const names = await readdir(folder).catch(() => undefined);
  // One of them was the folder's own, and is gone.
  const targets = names && (await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => ""))));
  return targets?.filter((target) => target.startsWith("socket:")).length;
}
