import type { BodyReader } from "../http/exchange.ts";

/** Pieces that wait for a slow reader, in bytes; above it the socket is paused, and so the worker is slowed. */
const highWaterBytes = 256 * 1024;

/** A body whose pieces come by events, read piece by piece. */
export abstract class PieceQueue implements BodyReader {
  readonly #pieces: Uint8Array[] = [];
  #queuedBytes = 0;
  #paused = false;
  #ended = false;
  #error: unknown;
  #waiting: { resolve: (piece: Uint8Array | undefined) => void; reject: (error: unknown) => void } | undefined;

  abstract cancel(): void;

  /** The source is to send nothing more for the time being. */
  protected abstract pause(): void;
  protected abstract resume(): void;

  take(): Uint8Array | undefined {
    const piece = this.#pieces.shift();
    if (piece) {
      this.#queuedBytes -= piece.length;
      if (this.#queuedBytes === 0 && this.#paused) {
        this.#paused = false;
        this.resume();
      }
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

  protected get ended(): boolean {
    return this.#ended;
  }

  protected push(piece: Uint8Array): void {
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve(piece);
      return;
    }
    this.#pieces.push(piece);
    this.#queuedBytes += piece.length;
    if (this.#queuedBytes > highWaterBytes && !this.#paused) {
      this.#paused = true;
      this.pause();
    }
  }

  /** Nothing more comes. Only the first call counts. @param error what the body broke off with */
  protected end(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error === undefined) waiting?.resolve(undefined);
    else waiting?.reject(error);
  }

  /** Forgets what nobody will read. */
  protected clear(): void {
    this.#pieces.length = 0;
  }
}
