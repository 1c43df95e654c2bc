import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { workerApp } from "../src/index.ts";
import { type ServedApp, type ServedRequest, serve } from "../src/node/index.ts";
import { setUpCluster } from "./cluster.ts";

const prompt = "a-secret-prompt";

interface Watched extends AsyncDisposable {
  server: ServedApp;
  /** Of the next request that is over. */
  next(): Promise<ServedRequest>;
  ask(path: string, body: unknown): Promise<Response>;
}

async function watched(params: Record<string, unknown> = {}): Promise<Watched> {
  const cluster = await setUpCluster({ models: [{ name: "m", params }] });
  const waiting: ((served: ServedRequest) => void)[] = [];
  const served: ServedRequest[] = [];
  const server = await serve(workerApp(cluster.manager), {
    onRequest(request) {
      const take = waiting.shift();
      if (take) take(request);
      else served.push(request);
    },
  });
  return {
    server,
    next: async () => served.shift() ?? new Promise((resolve) => waiting.push(resolve)),
    ask: (path, body) =>
      fetch(`${server.url}/api/worker/${path}?token=secret`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", "x-request-id": "r-1", authorization: "Bearer a-secret-token" },
      }),
    async [Symbol.asyncDispose]() {
      await server.close({ drainMs: 0 });
      await cluster[Symbol.asyncDispose]();
    },
  };
}

const messages = [{ role: "human", content: prompt }];

it.each(["generate", "generate_stream"])(
  "a server tells of a %s when it is over, and nothing of what was said",
  async (path) => {
    await using server = await watched({ answer: "a-secret-answer" });
    await (await server.ask(path, { model: "m", messages })).text();
    const served = await server.next();
    expect(served).toEqual({
      method: "POST",
      path: `/api/worker/${path}`,
      status: 200,
      durationMs: expect.any(Number),
      broken: false,
      requestId: "r-1",
      model: "m",
      remoteAddress: "127.0.0.1",
    });
    expect(JSON.stringify(served)).not.toContain("secret");
  },
);

it("one that is refused has its status, and its id", async () => {
  await using server = await watched();
  await (await server.ask("generate", { messages })).text();
  expect(await server.next()).toMatchObject({ status: 422, requestId: "r-1", model: undefined, broken: false });
});

it("one whose client leaves is told as broken off", async () => {
  await using server = await watched({ hang: true });
  const response = await server.ask("generate_stream", { model: "m", messages });
  await response.body?.cancel();
  expect(await server.next()).toMatchObject({ status: 200, broken: true, model: "m" });
});

it("one whose client leaves before there is an answer has status 499", async () => {
  await using server = await watched();
  const socket = connect(server.server.port, "127.0.0.1");
  await once(socket, "connect");
  const head = "POST /api/worker/generate HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
  socket.write(`${head}expect: 100-continue\r\ncontent-length: 10\r\n\r\n`);
  // The server's word that it has the request.
  await once(socket, "data");
  socket.destroy();
  expect(await server.next()).toMatchObject({ status: 499, broken: true });
});
