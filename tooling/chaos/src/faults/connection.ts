import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { ProxyMode } from "./fault-proxy.ts";

/** Enough for the head of an answer and a few frames. */
const bytesBeforeBreak = 700;
const slowPiece = 24;
const slowPauseMs = 4;

const answers: Partial<Record<ProxyMode, string>> = {
  busy: "429 Too Many Requests",
  unavailable: "503 Service Unavailable",
};

/** One connection through a fault proxy. */
export class Connection {
  mode: ProxyMode;
  readonly #client: Socket;
  readonly #server: Socket;
  #answered = 0;
  #silent = false;
  #corrupted = false;
  #slow = false;
  /** What goes to the client slowly, in its order. */
  #sending: Promise<void> = Promise.resolve();

  constructor(client: Socket, server: Socket, mode: ProxyMode) {
    this.mode = mode;
    this.#client = client;
    this.#server = server;
    client.on("data", (data) => this.#onRequest(data));
    server.on("data", (data) => this.#onAnswer(data));
    client.on("error", () => {});
    server.on("error", () => {
      if (!this.#silent) this.#resetClient();
    });
    client.once("close", () => server.destroy());
    server.once("end", () => {
      if (!this.#hangs()) void this.#sending.then(() => client.end());
    });
  }

  /** How many of its two ends are open. */
  get open(): number {
    return [this.#client, this.#server].filter(({ destroyed }) => !destroyed).length;
  }

  reset(): void {
    this.#resetClient();
    this.#server.destroy();
  }

  /** Node cannot reset what it has ended, and would keep its handle for good. */
  #resetClient(): void {
    if (this.#client.writableEnded) this.#client.destroy();
    else this.#client.resetAndDestroy();
  }

  close(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Nothing goes through it any more, in either direction. */
  silence(): void {
    this.#silent = true;
  }

  #hangs(): boolean {
    return this.#silent || this.mode === "half-open";
  }

  #onRequest(data: Buffer): void {
    if (this.#hangs()) {
      // What was lost on its way is not found again when the fault ends.
      this.#silent = true;
      return;
    }
    this.#answered = 0;
    const answer = answers[this.mode];
    if (this.mode === "reset") this.reset();
    else if (answer) this.#answerWith(answer);
    else this.#server.write(data);
  }

  #answerWith(status: string): void {
    const body = '{"detail":"for the time being"}';
    const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nretry-after: 1\r\nconnection: close`;
    this.#client.end(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    this.#server.destroy();
  }

  #onAnswer(data: Buffer): void {
    if (this.#hangs()) {
      this.#silent = true;
      return;
    }
    this.#answered += data.length;
    const breaks = this.#answered > bytesBeforeBreak;
    // What follows slow bytes waits for them, even where the fault is over.
    if (this.mode === "slow" || this.#slow) this.#trickle(data);
    else if (this.mode === "corrupt") this.#client.write(this.#corrupt(data));
    else if (this.mode === "reset-later" && breaks) this.reset();
    else if (this.mode === "cut" && breaks) {
      this.#client.end(data.subarray(0, Math.floor(data.length / 2)));
      this.#server.destroy();
    } else if (!this.#client.write(data)) {
      this.#server.pause();
      this.#client.once("drain", () => this.#server.resume());
    }
  }

  #trickle(data: Buffer): void {
    this.#slow = true;
    this.#sending = this.#sending.then(async () => {
      for (let from = 0; from < data.length && !this.#client.destroyed; from += slowPiece) {
        this.#client.write(data.subarray(from, from + slowPiece));
        // Slowness is the fault itself.
        await delay(slowPauseMs);
      }
    });
  }

  /** The brace that opens a frame becomes a bracket, once for each connection. */
  #corrupt(data: Buffer): Buffer {
    const nul = data.indexOf("\0");
    const brace = this.#corrupted ? -1 : data.indexOf("{", Math.max(0, nul));
    if (brace < 0 || this.#answered < bytesBeforeBreak) return data;
    this.#corrupted = true;
    const changed = Buffer.from(data);
    changed[brace] = "[".charCodeAt(0);
    return changed;
  }
}
