import { ModelfleetError } from "./modelfleet-error.ts";

/** A time limit ran out. */
export class TimeoutError extends ModelfleetError {
  override readonly name = "TimeoutError";
  /** Which of the limits it was. */
  readonly phase: TimeoutPhase;
  /** The limit, in milliseconds. */
  readonly limitMs: number;

  constructor(message: string, details: { phase: TimeoutPhase; limitMs: number }, options?: ErrorOptions) {
    super("timeout", message, options);
    this.phase = details.phase;
    this.limitMs = details.limitMs;
  }
}

/** `connect`: until there is a token and the connection stands; `first-frame`: until the first bytes of the body; `idle`: between two pieces. */
export type TimeoutPhase = "connect" | "first-frame" | "idle";
