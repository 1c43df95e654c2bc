import type { ByteStream } from "../transport.ts";
import type { Call } from "./call.ts";
import { connectionError } from "./connection-error.ts";
import type { ExchangeResponse } from "./exchange.ts";

const end: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** An answer's body under the limits of its call. Time counts only while the reader waits. */
export class BodyStream implements ByteStream, AsyncIterableIterator<Uint8Array> {
  readonly bytes: AsyncIterable<Uint8Array> = this;
  readonly #call: Call;
  readonly #response: ExchangeResponse;
  #firstFrameSpentMs: number;
  #first = true;
  #done = false;

  /** @param firstFrameSpentMs what the head of the answer took of the first-frame limit */
  constructor(call: Call, response: ExchangeResponse, firstFrameSpentMs: number) {
    this.#call = call;
    this.#response = response;
    this.#firstFrameSpentMs = firstFrameSpentMs;
  }

  /** Names the request in errors. */
  get what(): string {
    return this.#call.what;
  }

  header(name: string): string | undefined {
    return this.#response.header(name);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const { deadline, timeouts } = this.#call;
    this.#call.check();
    if (this.#done) return end;
    if (this.#first) deadline.arm("first-frame", timeouts.firstFrameMs, this.#firstFrameSpentMs);
    else deadline.arm("idle", timeouts.idleMs);
    let value: Uint8Array | undefined;
    try {
      value = await this.#response.body.read();
    } catch (error) {
      this.#call.check();
      this.#call.fail(
        connectionError(this.#call.what, "the connection broke before the answer was complete", error, this.#call.sent),
      );
    }
    this.#call.check();
    if (value === undefined) {
      this.#done = true;
      this.#call.end();
      return end;
    }
    deadline.disarm();
    this.#first = false;
    return { done: false, value };
  }

  take(): Uint8Array | undefined {
    // What ends the stream is for `next` to tell.
    return this.#done || this.#first || this.#call.signal.aborted ? undefined : this.#response.body.take?.();
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.cancel();
    return Promise.resolve(end);
  }

  cancel(): void {
    if (this.#done) return;
    this.#done = true;
    this.#call.end();
    this.#response.body.cancel();
  }
}
