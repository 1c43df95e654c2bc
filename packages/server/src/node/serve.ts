import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Connection } from "../authorize.ts";
import { requestIdFrom, requestIdHeader } from "../http/request-id.ts";
import { tell } from "../tell.ts";
import { hasGone, incomingRequest } from "./incoming-request.ts";
import { defaultUnreadMs, type OpenServerOptions, openServer } from "./open-server.ts";
import { RequestWatch, type ServedRequest } from "./served-request.ts";
import { writeResponse } from "./write-response.ts";

/** Anything that answers requests, such as an app of this package. */
export interface FetchHandler {
  fetch(request: Request, connection?: Connection): Response | Promise<Response>;
}

/** `tls` makes it an https server; `limits` are on what callers may take. */
export interface ServeOptions extends OpenServerOptions {
  /** `127.0.0.1` by default: what listens to the whole network should say so, and ask for tokens. */
  host?: string | undefined;
  /** A free one by default. */
  port?: number | undefined;
  /** Told of what an app throws, and of bodies that break off. What it throws itself is passed over. */
  onError?: ((error: unknown) => void) | undefined;
  /** Told of each request when its answer has ended or was broken off: for logs. What it throws is passed over. */
  onRequest?: ((served: ServedRequest) => void) | undefined;
}

export interface CloseOptions {
  /** How long answers under way may take to end, in milliseconds; 10,000 by default. What then still runs is cut off. */
  drainMs?: number | undefined;
}

/** A server on a port. */
export interface ServedApp extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Such as `http://127.0.0.1:8000`. */
  readonly url: string;
  /** Takes no more connections, lets answers end, then cuts off what is left. */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Puts an app on a port, over `node:http`, or `node:https` with `tls`. A client that goes away aborts its request's signal.
 *
 * Rejects with Node's own error where the port cannot be had (`EADDRINUSE`, `EACCES`), and for a
 * certificate or a key that is none.
 */
export async function serve(app: FetchHandler, options: ServeOptions = {}): Promise<ServedApp> {
  const { host = "127.0.0.1", port = 0 } = options;
  let origin = "";
  const onClose = (): void => {
    if (closing) server.closeIdleConnections();
  };
  const server = openServer(options, (incoming, outgoing) => {
    // A client keeps its connection after an answer; a server that is closing would wait for it until its limit.
    outgoing.on("close", onClose);
    void answer(app, origin, incoming, outgoing, options);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  origin = `${options.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
  let closing: Promise<void> | undefined;
  const close = (closeOptions: CloseOptions = {}): Promise<void> => {
    closing ??= drain(server, sockets, closeOptions.drainMs ?? 10_000);
    return closing;
  };
  return { host, port: address.port, url: origin, close, [Symbol.asyncDispose]: () => close() };
}

function listen(server: Server | HttpsServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function drain(server: Server | HttpsServer, sockets: ReadonlySet<Socket>, drainMs: number): Promise<void> {
  // Each socket and not `closeAllConnections`, which knows none whose TLS handshake has not ended.
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, drainMs);
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closed;
  clearTimeout(cut);
}

function ignore(): void {}

async function answer(
  app: FetchHandler,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { onError, onRequest, limits }: ServeOptions,
): Promise<void> {
  const watch = onRequest && new RequestWatch(incoming, outgoing, (served) => tell(onRequest, served));
  // A body that the client breaks off is told by reading it.
  incoming.on("error", ignore);
  try {
    const request = incomingRequest(incoming, outgoing, origin, watch?.notes);
    if (!request) return refuse(outgoing, 400, "The target of the request is no URL.", watch);
    const response = await app.fetch(request, { remoteAddress: incoming.socket.remoteAddress });
    if (watch) watch.requestId = response.headers.get(requestIdHeader) ?? undefined;
    const unreadMs = limits?.unreadMs ?? defaultUnreadMs;
    await writeResponse(response, outgoing, { bodiless: incoming.method === "HEAD", unreadMs });
  } catch (error) {
    if (hasGone(outgoing)) return;
    if (outgoing.headersSent) outgoing.destroy();
    else refuse(outgoing, 500, "Internal Server Error", watch);
    tell(onError, error);
  }
}

function refuse(outgoing: ServerResponse, status: number, detail: string, watch: RequestWatch | undefined): void {
  const requestId = requestIdFrom(outgoing.req.headersDistinct[requestIdHeader]?.[0]);
  if (watch) watch.requestId = requestId;
  const headers = { "content-type": "application/json", [requestIdHeader]: requestId };
  outgoing.writeHead(status, headers).end(JSON.stringify({ detail }));
}
