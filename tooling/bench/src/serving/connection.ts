import { connect, type Socket } from "node:net";

/** What one answer was like. */
export interface Answered {
  status: number;
  /** The marks that it had: events of SSE, or NULs of frames. */
  marks: number;
  /** Milliseconds from the request to the end of the answer. */
  tookMs: number;
}

const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("\r\n0\r\n\r\n");
const emptyBody = Buffer.from("0\r\n\r\n");

/**
 * A kept connection that sends ready-made requests and looks at answers as little as is possible: a client that cost as
 * much as a server does would be the limit, being on one core with what is behind the server.
 */
export class Connection {
  readonly #port: number;
  readonly #mark: Buffer;
  readonly #onMarks: (count: number) => void;
  #socket: Socket | undefined;
  #head: Buffer | undefined;
  #status = 0;
  /** Bytes of the body still to come; undefined where it is chunked. */
  #left: number | undefined;
  #tail: Buffer = Buffer.alloc(0);
  #marks = 0;
  #sentAt = 0;
  #waiting: { resolve: (answered: Answered) => void; reject: (error: Error) => void } | undefined;

  /** @param mark is counted in bodies @param onMarks told of each number of them as they come */
  constructor(port: number, mark: string, onMarks: (count: number) => void = () => {}) {
    this.#port = port;
    this.#mark = Buffer.from(mark);
    this.#onMarks = onMarks;
  }

  /** Resolves at the end of the answer. */
  send(request: Buffer): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#head = Buffer.alloc(0);
      this.#tail = Buffer.alloc(0);
      this.#marks = 0;
      this.#sentAt = performance.now();
      this.#socket ??= this.#open();
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const memory = Buffer.allocUnsafeSlow(64 * 1024);
    const socket = connect({
      port: this.#port,
      host: "127.0.0.1",
      noDelay: true,
      onread: {
        buffer: memory,
        callback: (length) => {
          this.#take(memory.subarray(0, length));
          return true;
        },
      },
    });
    socket.once("error", (error) => this.#fail(error));
    socket.once("close", () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#fail(new Error("the server closed the connection before the end of its answer"));
    });
    return socket;
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }

  #take(bytes: Buffer): void {
    let body = bytes;
    if (this.#head) {
      const head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
      const end = head.indexOf(headEnd);
      if (end < 0) {
        this.#head = Buffer.from(head);
        return;
      }
      const lines = head.toString("latin1", 0, end);
      this.#status = Number(lines.slice(9, 12));
      const length = /\r\ncontent-length: *(\d+)/i.exec(lines)?.[1];
      this.#left = length === undefined ? undefined : Number(length);
      this.#head = undefined;
      body = head.subarray(end + headEnd.length);
    }
    this.#count(body);
    if (this.#left !== undefined) {
      this.#left -= body.length;
      if (this.#left <= 0) this.#end();
    } else if (this.#tail.indexOf(lastChunk, -lastChunk.length) >= 0 || body.equals(emptyBody)) {
      this.#end();
    }
  }

  /** Marks may be cut by the end of a read, so a little of the last one is kept. */
  #count(body: Buffer): void {
    const kept = Math.min(this.#tail.length, this.#mark.length - 1);
    const before = this.#tail.subarray(this.#tail.length - kept);
    const text = kept === 0 ? body : Buffer.concat([before, body]);
    let marks = 0;
    for (let at = text.indexOf(this.#mark); at >= 0; at = text.indexOf(this.#mark, at + this.#mark.length)) marks++;
    if (marks > 0) {
      this.#marks += marks;
      this.#onMarks(marks);
    }
    const whole = body.length >= 16 ? body : Buffer.concat([this.#tail, body]);
    this.#tail = Buffer.from(whole.subarray(-16));
  }

  #end(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: this.#status, marks: this.#marks, tookMs: performance.now() - this.#sentAt });
  }
}

/** A request as bytes, ready to be sent. */
export function requestBytes(method: string, path: string, headers: Record<string, string>, body = ""): Buffer {
  const all = body === "" ? headers : { ...headers, "content-type": "application/json" };
  const lines = Object.entries({ host: "127.0.0.1", ...all, "content-length": String(Buffer.byteLength(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}
