const encoder = new TextEncoder();

/**
 * Text in UTF-8 that is only ever added to. What was handed out is never written to again: it may still wait in a
 * socket's queue.
 */
export class GrowingBytes {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  #length = 0;

  append(text: string): void {
    // A unit of UTF-16 takes three bytes at most.
    this.#reserve(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    // Doubled, so that each byte is copied a few times and not once per frame.
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
