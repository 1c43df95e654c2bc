import type { ClientRequestArgs } from "node:http";
import type { Socket, TcpNetConnectOpts } from "node:net";
import type { Duplex } from "node:stream";

/** Neither by `import`: see `http-exchange.ts`. */
const http: typeof import("node:http") = process.getBuiltinModule("node:http");
const net: typeof import("node:net") = process.getBuiltinModule("node:net");

/** What libuv reads at a time. */
const bufferBytes = 64 * 1024;

/**
 * Whose connections are each read into one buffer. By default every read takes a new one of 64 KiB, which costs a
 * quarter of all that receiving a long stream does: the memory is fresh, and only a full collection frees it. Node's
 * HTTP parser copies what it hands out, so that nothing points into the buffer when the next read comes; nobody has
 * promised that, so `settled` makes sure.
 */
export class OneBufferAgent extends http.Agent {
  readonly #memories = new WeakSet<ArrayBufferLike>();

  /** The piece of a body, in memory that no later read overwrites. */
  settled(piece: Uint8Array): Uint8Array {
    return this.#memories.has(piece.buffer) ? Buffer.from(piece) : piece;
  }

  override createConnection(options: ClientRequestArgs): Duplex {
    const memory = Buffer.allocUnsafeSlow(bufferBytes);
    this.#memories.add(memory.buffer);
    const socket: Socket = net.createConnection({
      // What the agent passes on is what `net` takes.
      ...(options as TcpNetConnectOpts),
      onread: {
        buffer: memory,
        // The HTTP client listens to `data`, which a socket with a buffer of its own does not emit by itself.
        callback: (length, buffer) => {
          socket.emit("data", buffer.subarray(0, length));
          return true;
        },
      },
    });
    return socket;
  }
}
