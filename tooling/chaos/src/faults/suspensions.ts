import { machineNow } from "../machine-clock.ts";

/** When a process was suspended: nobody can hold it to limits on time then. */
export class Suspensions {
  /** In milliseconds of the machine's clock. */
  readonly #spans: { from: number; to: number }[] = [];

  /** To be told of the signals that the process gets. */
  onSignal(signal: NodeJS.Signals): void {
    const last = this.#spans.at(-1);
    if (signal === "SIGSTOP") this.#spans.push({ from: machineNow(), to: Number.POSITIVE_INFINITY });
    else if (signal === "SIGCONT" && last) last.to = Math.min(last.to, machineNow());
  }

  /** Whether there was one at some time between the two. */
  within(from: number, to: number): boolean {
    return this.#spans.some((span) => span.from <= to && span.to >= from);
  }
}
