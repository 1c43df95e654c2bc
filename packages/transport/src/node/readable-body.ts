import type { Readable } from "node:stream";
import { PieceQueue } from "./piece-queue.ts";

/** A `Readable` read piece by piece, without the cost of its own async iterator. */
export class ReadableBody extends PieceQueue {
  readonly #readable: Readable;

  /** @param settled gives a piece that later reads leave alone, where the source may overwrite it */
  constructor(readable: Readable, settled: (piece: Uint8Array) => Uint8Array = (piece) => piece) {
    super();
    this.#readable = readable;
    readable.on("data", (piece: Uint8Array) => this.push(settled(piece)));
    readable.once("end", () => this.end(undefined));
    readable.on("error", (error) => this.end(error));
    // After an end this does nothing; before it, the connection was lost without a word.
    readable.once("close", () => this.end(new Error("closed before its end")));
  }

  cancel(): void {
    this.clear();
    this.#readable.destroy();
  }

  protected pause(): void {
    this.#readable.pause();
  }

  protected resume(): void {
    this.#readable.resume();
  }
}
