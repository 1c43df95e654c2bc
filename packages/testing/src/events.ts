import type { RecordedRequest } from "./recorded-request.ts";

/** Something that happened in the cluster. */
export type StandInEvent =
  | { type: "request"; server: string; request: RecordedRequest }
  /** A connection that the `refuse` fault turned away; the request is not among those that arrived. */
  | { type: "refused"; server: string; request: RecordedRequest }
  | { type: "generation-start"; server: string; model: string; generation: number }
  /** A frame was handed out; `frame` counts from 0. */
  | { type: "frame"; server: string; model: string; generation: number; frame: number }
  | { type: "generation-end"; server: string; model: string; generation: number }
  /** The reader left, or its signal aborted. */
  | { type: "generation-cancel"; server: string; model: string; generation: number }
  /** Rows of a controller changed. */
  | { type: "registry"; server: string };

/** What is kept of the past, so that a stand-in may run for days. */
const kept = 10_000;

/** The record of what happened, and those who wait for it. */
export class EventLog {
  readonly #past: StandInEvent[] = [];
  readonly #listeners = new Set<(event: StandInEvent) => void>();

  emit(event: StandInEvent): void {
    this.#past.push(event);
    if (this.#past.length > kept) this.#past.shift();
    for (const listener of [...this.#listeners]) listener(event);
  }

  subscribe(listener: (event: StandInEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Looks at the past too: what a test waits for may have happened while it was getting there. */
  waitFor(matches: (event: StandInEvent) => boolean, options: WaitOptions = {}): Promise<StandInEvent> {
    const found = options.future ? undefined : this.#past.find(matches);
    if (found) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const { signal } = options;
      const stop = (): void => {
        unsubscribe();
        signal?.removeEventListener("abort", abort);
      };
      const abort = (): void => {
        stop();
        reject(signal?.reason);
      };
      const unsubscribe = this.subscribe((event) => {
        if (!matches(event)) return;
        stop();
        resolve(event);
      });
      if (signal?.aborted) abort();
      else signal?.addEventListener("abort", abort);
    });
  }

  clear(): void {
    this.#past.length = 0;
  }
}

export interface WaitOptions {
  /** Only what happens from now on; by default the past counts too. */
  future?: boolean | undefined;
  /** Ends the wait with its reason. */
  signal?: AbortSignal | undefined;
}
