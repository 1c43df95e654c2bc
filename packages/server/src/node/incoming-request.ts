import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { makeJsonResponse } from "../http/plain-answer.ts";
import { type RequestNotes, requestNotes } from "../http/request-notes.ts";
import { makeStreamResponse } from "../iterator-body.ts";
import { incomingHeaders } from "./incoming-headers.ts";
import { plainJson, plainStream } from "./plain-response.ts";

/** Whether the client went away before its answer was written. */
export function hasGone(outgoing: ServerResponse): boolean {
  return outgoing.destroyed && !outgoing.writableFinished;
}

/**
 * A request that came in, in the form of the web's `Request`. What apps ask for is taken straight from Node; the rest
 * comes from a real one, made when it is first asked for: to make one for each request costs more than most answers.
 *
 * Where a real one is wanted, as in `new Request(request)`, take `request.clone()`.
 */
class IncomingRequest {
  readonly method: string;
  readonly url: string;
  /** Missing where nobody wants to know. */
  readonly [requestNotes]: RequestNotes | undefined;
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;
  #controller: AbortController | undefined;
  #headers: Headers | undefined;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  #real: Request | undefined;
  #used = false;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, url: string, notes: RequestNotes | undefined) {
    this[requestNotes] = notes;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.method = incoming.method ?? "GET";
    this.url = url;
  }

  get headers(): Headers {
    this.#headers ??= incomingHeaders(this.#incoming);
    return this.#headers;
  }

  get [makeJsonResponse](): typeof plainJson {
    return plainJson;
  }

  get [makeStreamResponse](): typeof plainStream {
    return plainStream;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      const leave = (): void => {
        if (hasGone(this.#outgoing)) controller.abort(new DOMException("The client has gone.", "AbortError"));
      };
      this.#controller = controller;
      leave();
      this.#outgoing.on("close", leave);
    }
    return this.#controller.signal;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    if (this.method === "GET" || this.method === "HEAD") return null;
    this.#body ??= Readable.toWeb(this.#incoming) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return this.#body;
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#real?.bodyUsed ?? false);
  }

  async text(): Promise<string> {
    return this.#real || this.#body ? this.real.text() : (await this.#collect()).toString("utf8");
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    if (this.#real || this.#body) return this.real.arrayBuffer();
    const bytes = await this.#collect();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  }

  get real(): Request {
    if (!this.#real) {
      const { method, body, signal } = this;
      const init = { method, headers: [...this.headers], signal, ...(body ? { body, duplex: "half" as const } : {}) };
      this.#real = new Request(this.url, init);
    }
    return this.#real;
  }

  /** By events: to iterate over the stream takes several times as long. */
  #collect(): Promise<Buffer> {
    if (this.#used) return Promise.reject(new TypeError("The body was read already."));
    this.#used = true;
    const incoming = this.#incoming;
    return new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      // Closed after its end, too, which need not be told.
      const broken = (): void => {
        if (!incoming.readableEnded) reject(new TypeError("The client broke off its request."));
      };
      if (incoming.destroyed) broken();
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.once("end", () => resolve(pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)));
      incoming.once("close", broken);
    });
  }
}

/** An absolute target, as proxies send it, is reduced to its path. */
function urlOf(target: string, origin: string): string | undefined {
  if (target.startsWith("/")) return origin + target;
  const url = URL.parse(target, origin);
  return url ? origin + url.pathname + url.search : undefined;
}

const delegated = ["blob", "bytes", "clone", "formData"] as const;
const passedOn = [
  "cache",
  "credentials",
  "destination",
  "integrity",
  "keepalive",
  "mode",
  "redirect",
  "referrer",
] as const;

for (const name of delegated) {
  Object.defineProperty(IncomingRequest.prototype, name, {
    value(this: IncomingRequest) {
      return (this.real[name] as () => unknown)();
    },
  });
}
for (const name of passedOn) {
  Object.defineProperty(IncomingRequest.prototype, name, {
    get(this: IncomingRequest) {
      return this.real[name];
    },
  });
}
// `instanceof Request` holds, for libraries that look.
Object.setPrototypeOf(IncomingRequest.prototype, Request.prototype);

/**
 * `undefined` where the target of the request is no URL.
 *
 * @param outgoing whose closing aborts the request's signal, if that comes before the end of the answer
 * @param origin stands for the server's own address, whatever the Host header says
 * @param notes filled in by the app
 */
export function incomingRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
  notes?: RequestNotes,
): Request | undefined {
  const url = urlOf(incoming.url ?? "/", origin);
  return url === undefined ? undefined : (new IncomingRequest(incoming, outgoing, url, notes) as unknown as Request);
}
