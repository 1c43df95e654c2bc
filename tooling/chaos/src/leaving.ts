import type { Suspensions } from "./faults/suspensions.ts";
import { machineNow } from "./machine-clock.ts";

/** How long workers go on after a caller has left. */
export class Leaving {
  /** In milliseconds. */
  readonly times: number[] = [];
  /** Left out of them: how many engines there were whose worker was suspended meanwhile. */
  suspended = 0;
  readonly #left = new Map<string, number>();
  readonly #ended = new Set<string>();

  readonly onCancel = (id: string): void => {
    // An engine may be done before its last words have been read.
    if (!this.#ended.has(id)) this.#left.set(id, machineNow());
  };

  readonly onEnded = (id: string, at: number, suspensions: Suspensions): void => {
    this.#ended.add(id);
    const from = this.#left.get(id);
    if (from === undefined) return;
    this.#left.delete(id);
    if (suspensions.within(from, at)) this.suspended += 1;
    else this.times.push(at - from);
  };

  /** Keeps the times only. */
  forget(): void {
    this.#left.clear();
    this.#ended.clear();
  }
}
