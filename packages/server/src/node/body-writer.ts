import type { ServerResponse } from "node:http";
import type { BodyChunk } from "../iterator-body.ts";

/** Text that is gathered at most, in UTF-16 units: what Node buffers for a socket before it asks to wait. */
const maxGathered = 16 * 1024;

/** Ends an answer, which is to be read within the limit. Node lifts it when it has been. */
export function endWithin(outgoing: ServerResponse, unreadMs: number, text?: string): void {
  outgoing.setTimeout(unreadMs);
  outgoing.end(text);
}

/**
 * Writes a body in pieces. Pieces of text that come in one turn of the event loop go as one chunk of HTTP's coding and
 * one write to the socket, past Node's own coding, which makes four writes of each piece and takes longer than a token
 * takes to be made. Bytes go Node's own way.
 */
export class BodyWriter {
  readonly #outgoing: ServerResponse;
  readonly #unreadMs: number;
  #gathered = "";
  #scheduled = false;
  #begun = false;

  /** @param unreadMs see `ServeLimits` */
  constructor(outgoing: ServerResponse, unreadMs: number) {
    this.#outgoing = outgoing;
    this.#unreadMs = unreadMs;
    // The limit of the answer before it, which Node leaves on the socket where this one was asked for already.
    if (!outgoing.socket) outgoing.once("socket", (socket) => socket.setTimeout(0));
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

  /** Resolves when the client has taken what was written, has gone, or was cut off since it took nothing. */
  drained(): Promise<void> {
    const outgoing = this.#outgoing;
    const { socket } = outgoing;
    return new Promise((resolve) => {
      const settle = (): void => {
        outgoing.off("drain", settle);
        outgoing.off("close", settle);
        socket?.off("drain", settle).setTimeout(0);
        resolve();
      };
      outgoing.on("drain", settle);
      outgoing.on("close", settle);
      // Node's own limit on a socket, which looks how much is still to be sent. It closes the connection.
      socket?.on("drain", settle).setTimeout(this.#unreadMs);
      if (outgoing.destroyed || !(outgoing.writableNeedDrain || socket?.writableNeedDrain)) settle();
    });
  }

  end(): void {
    this.#flush();
    endWithin(this.#outgoing, this.#unreadMs);
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
