import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/**
 * The request that came in, for an app. The body is read as the app reads it, so that a slow app slows its client.
 *
 * @param origin stands for the server's own address, whatever the Host header says
 * @param signal aborted when the client has gone
 */
export function toRequest(incoming: IncomingMessage, origin: string, signal: AbortSignal): Request {
  const method = incoming.method ?? "GET";
  const headers: [string, string][] = [];
  const { rawHeaders } = incoming;
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i] as string, rawHeaders[i + 1] as string]);
  // An absolute target, as proxies send it, is reduced to its path.
  const target = incoming.url?.startsWith("/") ? incoming.url : new URL(incoming.url ?? "/", origin).pathname;
  const init = { method, headers, signal };
  if (method === "GET" || method === "HEAD") return new Request(origin + target, init);
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
  return new Request(origin + target, { ...init, body, duplex: "half" });
}
