import type { ServerResponse } from "node:http";
import type { BodyChunk } from "../iterator-body.ts";

/** Text that is gathered at most, in UTF-16 units: what Node buffers for a socket before it asks to wait. */
const maxGathered = 16 * 1024;

/**
 * Writes a body in pieces. Pieces of text that come in one turn of the event loop go as one chunk of HTTP's coding and
 * one write to the socket, past Node's own coding, which makes four writes of each piece and takes longer than a token
 * takes to be made. Bytes go Node's own way.
 */
export class BodyWriter {
  readonly #outgoing: ServerResponse;
  #gathered = "";
  #scheduled = false;
  #begun = false;

  constructor(outgoing: ServerResponse) {
    this.#outgoing = outgoing;
  }

  /** @returns false where the client is slower: then `drained` is to be waited for */
  write(piece: BodyChunk): boolean {
    const outgoing = this.#outgoing;
    // With the first piece goes the head; and while an earlier answer still has the socket, there is only Node's own way.
    if (!this.#begun || typeof piece !== "string" || !outgoing.socket || !outgoing.chunkedEncoding) {
      this.#begun = true;
      this.#flush();
      return outgoing.write(piece);
    }
    this.#gathered += piece;
    if (this.#gathered.length >= maxGathered) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      process.nextTick(this.#onTick);
    }
    return !outgoing.socket.writableNeedDrain;
  }

  /** Resolves when the client has taken what was written, or has gone. */
  drained(): Promise<void> {
    const outgoing = this.#outgoing;
    const { socket } = outgoing;
    return new Promise((resolve) => {
      const settle = (): void => {
        outgoing.off("drain", settle);
        outgoing.off("close", settle);
        socket?.off("drain", settle);
        resolve();
      };
      outgoing.on("drain", settle);
      outgoing.on("close", settle);
      socket?.on("drain", settle);
      if (outgoing.destroyed || !(outgoing.writableNeedDrain || socket?.writableNeedDrain)) settle();
    });
  }

  end(): void {
    this.#flush();
    this.#outgoing.end();
  }

  readonly #onTick = (): void => {
    this.#scheduled = false;
    this.#flush();
  };

  #flush(): void {
    const text = this.#gathered;
    const { socket } = this.#outgoing;
    if (text === "" || !socket) return;
    this.#gathered = "";
    socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
  }
}
