import type { EventLog } from "./events.ts";

/** One running generation. */
export interface RunningGeneration {
  readonly id: number;
  frame(index: number): void;
  /** Counts once, whatever is called afterwards. */
  end(cancelled: boolean): void;
}

/** Counts what runs, so that a test can see a generation stop when its reader leaves. */
export class Generations {
  active = 0;
  cancelled = 0;
  finished = 0;
  #next = 1;
  readonly #events: EventLog;
  #idle: (() => void)[] = [];

  constructor(events: EventLog) {
    this.#events = events;
  }

  start(server: string, model: string): RunningGeneration {
    const id = this.#next++;
    const about = { server, model, generation: id };
    let running = true;
    this.active += 1;
    this.#events.emit({ type: "generation-start", ...about });
    return {
      id,
      frame: (frame) => this.#events.emit({ type: "frame", ...about, frame }),
      end: (cancelled) => {
        if (!running) return;
        running = false;
        this.active -= 1;
        if (cancelled) this.cancelled += 1;
        else this.finished += 1;
        this.#events.emit({ type: cancelled ? "generation-cancel" : "generation-end", ...about });
        if (this.active === 0) for (const resolve of this.#idle.splice(0)) resolve();
      },
    };
  }

  idle(): Promise<void> {
    if (this.active === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}
