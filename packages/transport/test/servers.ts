import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, createServer as createTcpServer } from "node:net";
import { ModelfleetError } from "@modelfleet/core";
import { createTransport, type Transport, type TransportOptions } from "@modelfleet/transport";
import { createNodeTransport } from "@modelfleet/transport/node";
import { afterEach, expect, vi } from "vitest";

/** The forms, for suites that run over each. */
export const forms: readonly (readonly [form: string, open: (options?: TransportOptions) => Transport])[] = [
  ["fetch", (options = {}) => opened(createTransport(options))],
  ["node", (options = {}) => opened(createNodeTransport(options))],
  ["node, pooled", (options = {}) => opened(createNodeTransport({ ...options, pooled: true }))],
  ["node, past a proxy", pastProxy],
];

/** To be closed after the test. */
export const closers: (() => unknown)[] = [];
const unhandled: unknown[] = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  expect(unhandled).toEqual([]);
});

/** For those whom the environment's `NO_PROXY` spares the proxy that it names, where nobody listens. */
function pastProxy(options: TransportOptions = {}): Transport {
  vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:9");
  vi.stubEnv("NO_PROXY", "localhost,127.0.0.1,::1,[::1]");
  closers.push(() => vi.unstubAllEnvs());
  return opened(createNodeTransport(options));
}

function opened(transport: Transport): Transport {
  closers.push(() => transport.close());
  return transport;
}

export async function listen(server: Server | ReturnType<typeof createTcpServer>, host = "127.0.0.1"): Promise<string> {
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

export async function serve(listener: RequestListener, host?: string): Promise<string> {
  const server = createServer(listener);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server, host);
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request) body += piece;
  return body;
}

/** What the call rejects with, which must be one of ours of that code. */
export async function failure(
  promise: Promise<unknown>,
  code: string,
): Promise<ModelfleetError & Record<string, unknown>> {
  const error: unknown = await promise.then(
    () => "resolved",
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code });
  expect(ModelfleetError.isInstance(error)).toBe(true);
  return error as ModelfleetError & Record<string, unknown>;
}
