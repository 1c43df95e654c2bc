import type { ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Milliseconds from one frame of a stream to its next: 100 tokens a second. */
const periodMs = 10;

interface PacedStream {
  response: ServerResponse;
  chunks: readonly Buffer[];
  at: number;
}

/** How the server itself kept up. */
export interface Pace {
  /** Frames that were due while the client had not taken the ones before. */
  held: number;
  /** The 99th percentile of the server's own delay, in milliseconds. */
  lagMs: number;
}

/**
 * Streams with one frame every 10 ms. Their beats are spread over the period, as those of streams that nobody
 * arranged are; one timer serves all, because a thousand would cost more than the writing.
 */
export class PacedStreams {
  readonly #slots: Set<PacedStream>[] = Array.from({ length: periodMs }, () => new Set());
  readonly #delay = monitorEventLoopDelay({ resolution: periodMs });
  readonly #timer: NodeJS.Timeout;
  #next = 0;
  /** Slots served so far, one for each millisecond. */
  #served = Math.floor(performance.now());
  #held = 0;

  constructor() {
    this.#delay.enable();
    this.#timer = setInterval(() => this.#serve(), 1);
  }

  add(response: ServerResponse, chunks: readonly Buffer[], start: number): void {
    const stream: PacedStream = { response, chunks, at: start };
    const slot = this.#slots[this.#next++ % periodMs];
    slot?.add(stream);
    response.once("close", () => slot?.delete(stream));
  }

  /** Since the last call. */
  pace(): Pace {
    const lagMs = Math.max(0, this.#delay.percentile(99) / 1e6 - periodMs);
    const pace = { held: this.#held, lagMs };
    this.#delay.reset();
    this.#held = 0;
    return pace;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #serve(): void {
    for (const now = Math.floor(performance.now()); this.#served < now; this.#served++) {
      for (const stream of this.#slots[this.#served % periodMs] ?? []) this.#write(stream);
    }
  }

  #write(stream: PacedStream): void {
    const { response, chunks } = stream;
    const { socket } = response;
    if (socket?.writableNeedDrain) {
      this.#held++;
      return;
    }
    const chunk = chunks[stream.at++];
    if (chunk) socket?.write(chunk);
    else response.end();
  }
}
