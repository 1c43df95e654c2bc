import type { Store } from "../state/store.ts";

/**
 * How a worker of the tab does:
 * - `well`
 * - `slow`: every piece of an answer comes late
 * - `busy`: refuses with 429
 * - `breaks`: the connection breaks in the middle of each answer
 * - `away`: no connection, and no heartbeats; answers under way break off
 */
export type WorkerCondition = "well" | "slow" | "busy" | "breaks" | "away";

export interface TabFaults {
  controllerAway: boolean;
  /** By `host:port`. */
  workers: Readonly<Record<string, WorkerCondition>>;
}

/** A fleet in this tab: a controller and workers, each at an address of its own that only this page can reach. */
export interface TabFleet {
  controllerUrl: string;
  workerUrl: (instance: { host: string; port: number }) => string;
  /** `host:port` of the worker that a request goes to. */
  instanceOf: (url: URL) => string | undefined;
  fetch: typeof globalThis.fetch;
  /** Whether requests go through a service worker, and so are seen in the browser's network panel. */
  intercepted: boolean;
  /** What goes wrong; set it to make something go wrong. */
  faults: Store<TabFaults>;
  close(): Promise<void>;
}
