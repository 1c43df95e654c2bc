import type { Browser, Page } from "playwright-core";

export interface TraceEvent {
  name: string;
  ph: string;
  cat: string;
  pid: number;
  tid: number;
  /** Microseconds, as all times of a trace. */
  ts: number;
  dur?: number;
  /** How much of `dur` the thread had a processor for. */
  tdur?: number;
  args?: Record<string, unknown>;
}

/** What the main thread of a page did, by the browser's own trace. */
export interface MainThread {
  /** How long the longest task took, in milliseconds. */
  longestTaskMs: number;
  /** How much of that it computed, and was not kept waiting by other programs of this machine. */
  longestTaskCpuMs: number;
  /** What was done in it, the longest first, for whoever wants to shorten it. */
  longestTaskParts: string[];
  tasks: number;
}

/** Traces the main thread of `page` while `run` runs. */
export async function traceMainThread(browser: Browser, page: Page, run: () => Promise<void>): Promise<MainThread> {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "blink.user_timing"] });
  const events = await run().then(
    () => readTrace(browser),
    async (error: unknown) => {
      await browser.stopTracing();
      throw error;
    },
  );
  return mainThreadOf(events, page.url());
}

async function readTrace(browser: Browser): Promise<TraceEvent[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString("utf8")) as { traceEvents: TraceEvent[] };
  return traceEvents;
}

function mainThreadOf(events: readonly TraceEvent[], url: string): MainThread {
  const names = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const threads = new Set(names.map(({ pid, tid }) => `${pid} ${tid}`));
  const complete = events.filter(({ ph, pid, tid }) => ph === "X" && threads.has(`${pid} ${tid}`));
  const tasks = complete.filter(({ name }) => name === "ThreadControllerImpl::RunTask" || name === "RunTask");
  const longest = tasks.toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))[0];
  if (!longest) throw new Error(`The trace has no task of the main thread of ${url}.`);
  const end = longest.ts + (longest.dur ?? 0);
  const parts = complete
    .filter((event) => event !== longest && event.tid === longest.tid && event.pid === longest.pid)
    .filter(({ ts, dur = 0 }) => ts >= longest.ts && ts + dur <= end && dur > 10_000)
    .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .map(({ name, dur = 0 }) => `${name} ${Math.round(dur / 1_000)} ms`);
  return {
    longestTaskMs: Math.round((longest.dur ?? 0) / 1_000),
    longestTaskCpuMs: Math.round((longest.tdur ?? longest.dur ?? 0) / 1_000),
    longestTaskParts: parts.slice(0, 8),
    tasks: tasks.length,
  };
}
