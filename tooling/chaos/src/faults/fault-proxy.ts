import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { Connection } from "./connection.ts";

/** What a proxy does to the connections that go through it. */
export type ProxyMode =
  | "pass"
  /** Nothing listens. */
  | "refuse"
  /** A request is answered with a reset. */
  | "reset"
  /** An answer is reset after its first bytes. */
  | "reset-later"
  /** Connections stay open and nothing goes through. */
  | "half-open"
  /** Answers come a few bytes at a time. */
  | "slow"
  /** An answer ends after its first bytes, in the middle of whatever it was saying. */
  | "cut"
  /** A frame of an answer is no JSON any more. */
  | "corrupt"
  /** A server of another kind answers, with 429 or 503 and a Retry-After. */
  | "busy"
  | "unavailable";

/** Stands before one server, at an address that stays while the server comes and goes. */
export class FaultProxy implements AsyncDisposable {
  readonly port: number;
  /** Where the server is now; nowhere refuses. */
  target: number | undefined;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #mode: ProxyMode = "pass";

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (socket: Socket) => this.#accept(socket));
  }

  static async open(): Promise<FaultProxy> {
    const server = createServer({ noDelay: true, allowHalfOpen: false });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultProxy(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Sockets that its process has open for it. */
  get sockets(): number {
    return [...this.#connections].reduce((sum, { open }) => sum + open, 0);
  }

  /** Connections that are open now take part too. */
  async set(mode: ProxyMode): Promise<void> {
    const before = this.#mode;
    this.#mode = mode;
    if (mode === "refuse") await this.#stopListening();
    if (before === "refuse" && mode !== "refuse") await this.#listen();
    // What hung stays silent for good: nobody may find it mended and take half an answer for a whole one.
    if (before === "half-open") for (const connection of this.#connections) connection.silence();
    else for (const connection of this.#connections) connection.mode = mode;
  }

  /** As a server does that ends idle connections. */
  closeAll(): void {
    for (const connection of this.#connections) connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stopListening();
  }

  #accept(socket: Socket): void {
    if (this.target === undefined) {
      socket.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: this.target, host: "127.0.0.1", noDelay: true });
    const connection = new Connection(socket, upstream, this.#mode);
    this.#connections.add(connection);
    socket.once("close", () => this.#connections.delete(connection));
  }

  async #stopListening(): Promise<void> {
    for (const connection of this.#connections) connection.reset();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.port, "127.0.0.1");
    await once(this.#server, "listening");
  }
}
