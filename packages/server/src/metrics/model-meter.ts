import { CallMeter, type CallOutcome } from "./call-meter.ts";
import { Histogram } from "./histogram.ts";

const firstTokenBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const requestBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** What was asked of one model since this process knows it. */
export class ModelMeter {
  /** In milliseconds. */
  readonly now: () => number;
  readonly requests: Record<CallOutcome, number> = { ok: 0, error: 0, cancelled: 0, refused: 0 };
  /** From the call until its first output, waiting included. */
  readonly firstTokenSeconds: Histogram = new Histogram(firstTokenBounds);
  /** From the call until its end, waiting included; refused ones left out. */
  readonly requestSeconds: Histogram = new Histogram(requestBounds);
  readonly #running = new Set<CallMeter>();
  #finishedTokens = 0;
  #shownTokens = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** @param caller aborted when the caller gives up */
  begin(caller: AbortSignal | undefined): CallMeter {
    const call = new CallMeter(this, caller);
    this.#running.add(call);
    return call;
  }

  /** Those of running answers included. Never falls, though an engine that counts at the end may have said less. */
  get outputTokens(): number {
    let tokens = this.#finishedTokens;
    for (const call of this.#running) tokens += call.tokens;
    this.#shownTokens = Math.max(this.#shownTokens, tokens);
    return this.#shownTokens;
  }

  firstToken(seconds: number): void {
    this.firstTokenSeconds.observe(seconds);
  }

  /** Only the first call for each counts. */
  end(call: CallMeter, outcome: CallOutcome, seconds: number): void {
    if (!this.#running.delete(call)) return;
    this.#finishedTokens += call.tokens;
    this.requests[outcome] += 1;
    if (outcome !== "refused") this.requestSeconds.observe(seconds);
  }
}
