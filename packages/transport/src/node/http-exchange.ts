import type { Agent, ClientRequest, request as httpRequest, IncomingMessage } from "node:http";
import type { Exchange, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";
import type { NodeConnectOptions } from "./connect-options.ts";
import { OneBufferAgent } from "./one-buffer-agent.ts";
import { ReadableBody } from "./readable-body.ts";

/**
 * Not by `import`: that reads every export, one of which loads all of undici, and doubles the start of a command.
 */
const http: typeof import("node:http") = process.getBuiltinModule("node:http");

/**
 * A kept connection is dropped after this idle time, in milliseconds: uvicorn, which stands before DB-GPT, closes its
 * own after 5 s, and a request that crosses the closing on its way fails.
 */
const keptIdleMs = 4_000;

const agentOptions = { keepAlive: true, timeout: keptIdleMs, scheduling: "lifo" } as const;

/**
 * Whether a kept connection broke before it brought a byte of this answer. Nearly always the server had closed it while
 * it rested, but it may also have read the request and died of it.
 */
function brokeUnanswered(request: ClientRequest, readBefore: number, error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  const broke = code === "ECONNRESET" || code === "EPIPE";
  return request.reusedSocket && broke && request.socket?.bytesRead === readBefore;
}

/**
 * Over Node's own HTTP client with kept connections, not undici's: on the machine where both were measured, `node -e 0`
 * takes 25 ms, with node:http loaded 28 ms, with undici 100 ms, and a command has 40 ms for all that it does. https is
 * loaded when it is needed: that takes 12 ms more.
 */
export class HttpExchange implements Exchange {
  readonly tellsConnect = true;
  readonly #agent: OneBufferAgent;
  readonly #connect: NodeConnectOptions;
  #https: { agent: Agent; request: typeof httpRequest } | undefined;
  /** Requests on connections of their own, of which no agent knows. */
  readonly #alone = new Set<ClientRequest>();
  #closed = false;

  constructor(connect: NodeConnectOptions = {}) {
    const { lookup } = connect;
    this.#connect = connect;
    this.#agent = new OneBufferAgent(lookup ? { ...agentOptions, lookup } : agentOptions);
  }

  async send(request: ExchangeRequest): Promise<ExchangeResponse> {
    const secure = request.url.startsWith("https:");
    const { agent, request: open } = secure ? this.#loadHttps() : { agent: this.#agent, request: http.request };
    request.signal.throwIfAborted();
    // What must not arrive twice is given no connection that the server may be about to close.
    const connection = request.repeatable ? { agent } : { agent: false, ...this.#connect };
    return new Promise((resolve, reject) => {
      const attempt = (retry: boolean): void => {
        const { method, headers, signal } = request;
        const sending = open(request.url, { method, ...connection });
        // Not among the options, which NODE_DEBUG=http shows, a token with them.
        for (const [name, value] of Object.entries(headers)) sending.setHeader(name, value);
        const abort = (): void => void sending.destroy(signal.reason as Error);
        let answered = false;
        let readBefore = 0;
        signal.addEventListener("abort", abort, { once: true });
        sending.once("socket", (socket) => {
          readBefore = socket.bytesRead;
          if (socket.connecting) socket.once(secure ? "secureConnect" : "connect", request.onConnect);
          else request.onConnect();
        });
        sending.once("response", (message) => {
          answered = true;
          resolve(toResponse(message, (piece) => this.#agent.settled(piece)));
        });
        sending.once("upgrade", (_, socket) => {
          socket.destroy();
          reject(new Error("the server changed to another protocol"));
        });
        sending.on("error", (error) => {
          const ended = answered || signal.aborted || this.#closed;
          if (retry && !ended && brokeUnanswered(sending, readBefore, error)) attempt(false);
          else reject(error);
        });
        if (!request.repeatable) this.#alone.add(sending);
        sending.once("close", () => {
          this.#alone.delete(sending);
          signal.removeEventListener("abort", abort);
        });
        sending.end(request.body);
      };
      attempt(request.repeatable);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#agent.destroy();
    this.#https?.agent.destroy();
    for (const sending of this.#alone) sending.destroy(new Error("the transport was closed"));
  }

  #loadHttps(): { agent: Agent; request: typeof httpRequest } {
    if (!this.#https) {
      const https = process.getBuiltinModule("node:https");
      this.#https = { agent: new https.Agent({ ...agentOptions, ...this.#connect }), request: https.request };
    }
    return this.#https;
  }
}

function toResponse(message: IncomingMessage, settled: (piece: Uint8Array) => Uint8Array): ExchangeResponse {
  return {
    status: message.statusCode ?? 0,
    header: (name) => {
      const value = message.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    body: new ReadableBody(message, settled),
  };
}
