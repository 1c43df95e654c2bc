import type { ModelOutput } from "@modelfleet/core";
import { statusError } from "../http/status-error.ts";
import type { ModelMeter } from "./model-meter.ts";

/** `refused` is one that may not even wait, or that an upstream refuses for that reason; `cancelled` one whose caller left. */
export type CallOutcome = "ok" | "error" | "cancelled" | "refused";

/** Watches one call to a model. It does nothing for an output but to count it. */
export class CallMeter {
  readonly #meter: ModelMeter;
  readonly #startedAt: number;
  readonly #caller: AbortSignal | undefined;
  #outputs = 0;
  #last: ModelOutput | undefined;

  constructor(meter: ModelMeter, caller: AbortSignal | undefined) {
    this.#meter = meter;
    this.#caller = caller;
    this.#startedAt = meter.now();
  }

  /** Its tokens so far: an engine that does not count them until the end sends about one with each output. */
  get tokens(): number {
    return this.#last?.usage?.completionTokens ?? this.#outputs;
  }

  output(output: ModelOutput): void {
    this.#outputs += 1;
    if (this.#outputs === 1) this.#meter.firstToken(this.#seconds());
    this.#last = output;
  }

  /** The whole of an answer that does not stream. */
  whole(output: ModelOutput): void {
    this.#last = output;
  }

  /** @param failure what it ended with; absent where it came to its end */
  end(failure?: unknown): void {
    this.#meter.end(this, this.#outcome(failure), this.#seconds());
  }

  #outcome(failure: unknown): CallOutcome {
    if (failure === undefined) return (this.#last?.errorCode ?? 0) === 0 ? "ok" : "error";
    // Readers that leave the loop have no signal of their own.
    if (this.#caller?.aborted || (failure as { name?: unknown }).name === "AbortError") return "cancelled";
    return statusError(failure)?.status === 429 ? "refused" : "error";
  }

  #seconds(): number {
    return (this.#meter.now() - this.#startedAt) / 1000;
  }
}
