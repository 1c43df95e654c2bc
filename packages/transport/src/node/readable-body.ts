import type { Readable } from "node:stream";
import type { BodyReader } from "../http/exchange.ts";

/** Pieces that wait for a slow reader, in bytes; above it the socket is paused, and so the worker is slowed. */
const highWaterBytes = 256 * 1024;

/** A `Readable` read piece by piece, without the cost of its own async iterator. */
export class ReadableBody implements BodyReader {
  readonly #readable: Readable;
  readonly #pieces: Uint8Array[] = [];
  #queuedBytes = 0;
  #ended = false;
  #error: unknown;
  #waiting: { resolve: (piece: Uint8Array | undefined) => void; reject: (error: unknown) => void } | undefined;

  /** @param settled gives a piece that later reads leave alone, where the source may overwrite it */
  constructor(readable: Readable, settled: (piece: Uint8Array) => Uint8Array = (piece) => piece) {
    this.#readable = readable;
    readable.on("data", (piece: Uint8Array) => this.#onPiece(settled(piece)));
    readable.once("end", () => this.#onEnd(undefined));
    readable.on("error", (error) => this.#onEnd(error));
    // After an end this does nothing; before it, the connection was lost without a word.
    readable.once("close", () => this.#onEnd(new Error("closed before its end")));
  }

  take(): Uint8Array | undefined {
    const piece = this.#pieces.shift();
    if (piece) {
      this.#queuedBytes -= piece.length;
      if (this.#queuedBytes === 0 && this.#readable.isPaused()) this.#readable.resume();
    }
    return piece;
  }

  read(): Promise<Uint8Array | undefined> {
    const piece = this.take();
    if (piece) return Promise.resolve(piece);
    if (this.#ended) return this.#error === undefined ? Promise.resolve(undefined) : Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  cancel(): void {
    this.#pieces.length = 0;
    this.#readable.destroy();
  }

  #onPiece(piece: Uint8Array): void {
    if (this.#waiting) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve(piece);
      return;
    }
    this.#pieces.push(piece);
    this.#queuedBytes += piece.length;
    if (this.#queuedBytes > highWaterBytes) this.#readable.pause();
  }

  #onEnd(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error === undefined) waiting?.resolve(undefined);
    else waiting?.reject(error);
  }
}
