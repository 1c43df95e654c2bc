/** Looks at the first frame of a stream while it goes by. */
export class FirstFrame {
  #text = "";
  #whole = false;
  readonly #decoder = new TextDecoder();

  async *watch(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      this.#look(piece);
      yield piece;
    }
  }

  /** In words: which of the wire's two forms the worker speaks. */
  get generation(): string {
    const frame = this.#read();
    if (frame && "content" in frame && frame.content !== null) return "answers in the form of DB-GPT 0.7 (content)";
    return frame && "text" in frame
      ? "answers in the form that every version reads (text)"
      : "answers in a form that cannot be told";
  }

  #look(piece: Uint8Array): void {
    if (this.#whole) return;
    const end = piece.indexOf(0);
    this.#text += this.#decoder.decode(end < 0 ? piece : piece.subarray(0, end), { stream: true });
    this.#whole = end >= 0;
  }

  #read(): Record<string, unknown> | undefined {
    try {
      return JSON.parse(this.#text) as Record<string, unknown>;
    } catch {
      return undefined;
    }
  }
}
