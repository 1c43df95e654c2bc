const empty = new Uint8Array(0);

/** Cuts a stream at NUL, as the wire separates its frames, whatever pieces it comes in. */
export class FrameSplitter {
  #carry: Uint8Array = empty;

  /** Bytes after the last NUL. */
  get unfinishedBytes(): number {
    return this.#carry.length;
  }

  /** @returns the frames that end in this piece, without their NUL */
  push(piece: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let start = 0;
    for (let nul = piece.indexOf(0); nul !== -1; nul = piece.indexOf(0, start)) {
      frames.push(this.#joined(piece.subarray(start, nul)));
      this.#carry = empty;
      start = nul + 1;
    }
    if (start < piece.length) this.#carry = this.#joined(piece.subarray(start));
    return frames;
  }

  #joined(bytes: Uint8Array): Uint8Array {
    if (this.#carry.length === 0) return bytes;
    const joined = new Uint8Array(this.#carry.length + bytes.length);
    joined.set(this.#carry);
    joined.set(bytes, this.#carry.length);
    return joined;
  }
}
