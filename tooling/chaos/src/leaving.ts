import { machineNow } from "./machine-clock.ts";

/** How long workers go on after a caller has left. */
export class Leaving {
  /** In milliseconds. */
  readonly times: number[] = [];
  readonly #left = new Map<string, number>();
  readonly #ended = new Set<string>();

  readonly onCancel = (id: string): void => {
    // An engine may be done before its last words have been read.
    if (!this.#ended.has(id)) this.#left.set(id, machineNow());
  };

  readonly onEnded = (id: string, at: number): void => {
    this.#ended.add(id);
    const from = this.#left.get(id);
    if (from !== undefined) this.times.push(at - from);
    this.#left.delete(id);
  };

  /** Keeps the times only. */
  forget(): void {
    this.#left.clear();
    this.#ended.clear();
  }
}
