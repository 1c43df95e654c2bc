import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isConnectionError } from "../network-error.ts";
import type { StandInServer } from "../server.ts";
import type { StandInCluster } from "../stand-in-cluster.ts";
import { writeResponse } from "./write-response.ts";

/** One server of the cluster on a port. */
export interface MountedServer {
  /** Resolves with the port, which it keeps when it listens again. */
  listen(port: number): Promise<number>;
  /** Listens, or stops to, as the faults in force say. */
  follow(): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export function mountServer(cluster: StandInCluster, server: StandInServer, host: string): MountedServer {
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void answer(cluster, server, incoming, outgoing);
  };
  let port = 0;
  let listener: Server | undefined;
  let pending: Promise<void> = Promise.resolve();
  const start = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const starting = createServer({ keepAliveTimeout: 60_000 }, onRequest);
      listener = starting;
      starting.once("error", reject);
      starting.listen(port, host, () => {
        port = (starting.address() as AddressInfo).port;
        resolve();
      });
    });
  /** The port is closed at once. What streams may go on; a further request on its connection meets the fault. */
  const stop = (): void => {
    listener?.close();
    listener?.closeIdleConnections();
    listener = undefined;
  };
  const sync = async (): Promise<void> => {
    const down = cluster.isDown(server.id);
    if (down && listener?.listening) stop();
    else if (!down && !listener && port !== 0) await start();
  };
  return {
    listen: async (wanted) => {
      port = wanted;
      await start();
      return port;
    },
    follow: () => {
      // A test that has just set the fault must not get one more connection.
      if (cluster.isDown(server.id) && listener?.listening) stop();
      pending = pending.then(sync);
      pending.catch(() => undefined);
    },
    settled: () => pending,
    close: async () => {
      await pending.catch(() => undefined);
      const closing = listener;
      listener = undefined;
      port = 0;
      if (!closing) return;
      await new Promise((resolve) => {
        closing.close(resolve);
        closing.closeAllConnections();
      });
    },
  };
}

async function answer(
  cluster: StandInCluster,
  server: StandInServer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  try {
    const response = await cluster.handle(await toRequest(server, incoming, gone.signal));
    await writeResponse(response, outgoing);
  } catch (error) {
    if (isConnectionError(error) || gone.signal.aborted || outgoing.headersSent) outgoing.destroy();
    // The `when` of a fault threw, or the like: whoever wrote it wants to know.
    else outgoing.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end(String(error));
  }
}

async function toRequest(server: StandInServer, incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, [value].flat().join(", "));
  }
  // The server is the one behind the port, whatever the Host header says.
  const url = new URL(server.url).origin + (incoming.url ?? "/");
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers, signal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}
