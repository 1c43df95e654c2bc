import { TimeoutError, type TimeoutPhase } from "@modelfleet/core";
import type { Timeouts, TransportRequest } from "../transport.ts";
import { Deadline } from "./deadline.ts";
import type { ExchangeResponse } from "./exchange.ts";
import { describeAnswered, describeRequest } from "./prepare-request.ts";

const advice: Record<TimeoutPhase, string> = {
  connect: "waiting for a token or a connection",
  "first-frame": "waiting for the first bytes of the answer",
  idle: "waiting for the next piece of the answer",
};

/** One request under way: what ends it early, and that this happens once. */
export class Call {
  readonly timeouts: Timeouts;
  readonly deadline: Deadline = new Deadline((phase, limitMs) => this.#expire(phase, limitMs));
  readonly #abort = new AbortController();
  readonly #request: TransportRequest;
  readonly #onCallerAbort: () => void;
  #failed = false;
  #reject: ((reason: unknown) => void) | undefined;
  /** When the request was sent last, by `performance.now()`. */
  sentAt = 0;
  /** How often the request was sent; `undefined` where the exchange does not tell. */
  sent: number | undefined;
  /** Its body is closed when the call fails. */
  response: ExchangeResponse | undefined;

  constructor(request: TransportRequest, timeouts: Timeouts) {
    const { signal } = request;
    this.#request = request;
    this.timeouts = timeouts;
    this.#onCallerAbort = () => this.fail(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener("abort", this.#onCallerAbort);
  }

  /** The request is on its way: from now on the first frame is waited for. */
  await(): void {
    this.sentAt = performance.now();
    this.deadline.arm("first-frame", this.timeouts.firstFrameMs);
  }

  /** Names the request in errors: method and URL without query, user and password, and its id once there is an answer. */
  get what(): string {
    const what = describeRequest(this.#request);
    return this.response ? describeAnswered(what, this.response) : what;
  }

  /** For whatever sends the request. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends the call: its connection is closed, and whoever waits for it gets `reason`. */
  fail(reason: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.end();
    this.#abort.abort(reason);
    this.response?.body.cancel();
    this.#reject?.(reason);
  }

  /** Throws what ended the call early, if something did. */
  check(): void {
    if (this.#failed) throw this.signal.reason;
  }

  /** The promise's outcome, or what ends the call before: not every `fetch` heeds its signal. */
  guard<T>(promise: Promise<T>, discard: (late: T) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#reject = reject;
      promise.then((value) => {
        if (this.#failed) discard(value);
        resolve(value);
      }, reject);
    });
  }

  /** Lets go of timer and listener. */
  end(): void {
    this.deadline.clear();
    this.#request.signal?.removeEventListener("abort", this.#onCallerAbort);
  }

  #expire(phase: TimeoutPhase, limitMs: number): void {
    this.fail(new TimeoutError(`${this.what}: timed out after ${limitMs} ms ${advice[phase]}`, { phase, limitMs }));
  }
}
