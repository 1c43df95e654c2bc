import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp } from "@modelfleet/server";
import { createStandInCluster, type StandInCluster, type StandInOptions } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";

/** The key that the API of `serveApi` wants. */
export const apiKey = "test-key";

/** The API on a port, over a stand-in cluster and through the real client. */
export interface ServedApi extends AsyncDisposable {
  baseURL: string;
  cluster: StandInCluster;
}

export async function serveApi(options: StandInOptions = {}): Promise<ServedApi> {
  const cluster = createStandInCluster(options);
  const transport = createTransport({ fetch: cluster.fetch });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  const app = apiApp(new RemoteWorkerManager({ registry, transport }), registry, { keys: [apiKey] });
  const server = createServer((incoming, outgoing) => {
    void answer(app.fetch(toRequest(incoming, outgoing)), outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    cluster,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** The request, whose signal aborts when the client leaves before the whole answer went out. */
function toRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const leaving = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) leaving.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const method = incoming.method ?? "GET";
  const body = method === "GET" ? undefined : Readable.toWeb(incoming);
  const init = { method, headers, body, duplex: "half", signal: leaving.signal } as RequestInit;
  return new Request(`http://${headers.get("host")}${incoming.url}`, init);
}

async function answer(answered: Response | Promise<Response>, outgoing: ServerResponse): Promise<void> {
  const response = await answered;
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  const body = Readable.fromWeb(response.body as NodeReadableStream);
  outgoing.once("close", () => body.destroy());
  // The signal aborted: the client is gone, and so is whom to tell.
  body.once("error", () => outgoing.destroy());
  body.pipe(outgoing);
}
