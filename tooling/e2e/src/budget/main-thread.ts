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
  /** How long the longest task kept the thread busy, in milliseconds: without what other programs of the machine took. */
  longestTaskMs: number;
  /** How long that task took by the clock. */
  longestTaskWallMs: number;
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

const busy = ({ dur = 0, tdur = dur }: TraceEvent): number => tdur;

function mainThreadOf(events: readonly TraceEvent[], url: string): MainThread {
  const names = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const threads = new Set(names.map(({ pid, tid }) => `${pid} ${tid}`));
  const complete = events.filter(({ ph, pid, tid }) => ph === "X" && threads.has(`${pid} ${tid}`));
  const tasks = complete.filter(({ name }) => name === "ThreadControllerImpl::RunTask" || name === "RunTask");
  const longest = tasks.toSorted((a, b) => busy(b) - busy(a))[0];
  if (!longest) throw new Error(`The trace has no task of the main thread of ${url}.`);
  const end = longest.ts + (longest.dur ?? 0);
  const parts = complete
    .filter((event) => event !== longest && event.tid === longest.tid && event.pid === longest.pid)
    .filter(({ ts, dur = 0 }) => ts >= longest.ts && ts + dur <= end)
    .toSorted((a, b) => busy(b) - busy(a))
    .map((event) => `${event.name} ${Math.round(busy(event) / 1_000)} ms`);
  return {
    longestTaskMs: Math.round(busy(longest) / 1_000),
    longestTaskWallMs: Math.round((longest.dur ?? 0) / 1_000),
    longestTaskParts: parts.slice(0, 8),
    tasks: tasks.length,
  };
}
