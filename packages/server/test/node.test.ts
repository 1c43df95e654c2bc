import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFleet } from "@modelfleet/client/node";
import { afterEach, expect, test } from "vitest";
import {
  apiApp,
  type Connection,
  combineApps,
  controllerApp,
  iteratorResponse,
  LocalWorkerManager,
  MemoryModelRegistry,
  workerApp,
} from "../src/index.ts";
import { fileStateStore, type ServedApp, serve } from "../src/node/index.ts";
import { testEngines } from "./test-engine.ts";

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const put = async (app: Parameters<typeof serve>[0], onError?: (error: unknown) => void): Promise<ServedApp> => {
  const served = await serve(app, { onError });
  opened.push(() => served.close({ drainMs: 0 }));
  return served;
};

/** A controller, a worker and a client in one process, on one port. */
async function setUp(params: Record<string, unknown> = {}) {
  const registry = new MemoryModelRegistry();
  const engines = testEngines();
  let served: ServedApp | undefined;
  const manager = new LocalWorkerManager({
    engines: { test: engines },
    address: () => ({ host: "127.0.0.1", port: served?.port ?? 0 }),
    registries: [registry],
  });
  await manager.addModel({ name: "m", params });
  served = await put(combineApps(controllerApp(registry), workerApp(manager)));
  await manager.start();
  opened.push(() => manager.stop());
  const fleet = createFleet({ controller: served.url });
  opened.push(() => fleet.close());
  return { fleet, engines, served, manager };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test("a fleet on a port answers the client", async () => {
  const { fleet } = await setUp({ answer: "é 汉 😀 ".repeat(2_000) });
  let text = "";
  for await (const { delta } of fleet.chat.stream({ model: "m", messages: "Hi" })) text += delta;
  expect(text).toBe("é 汉 😀 ".repeat(2_000).trimEnd());
  expect((await fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe(text);
});

test("a cumulative stream over a port, as clients without deltas read it", async () => {
  const { served } = await setUp({ answer: "word ".repeat(500) });
  const fleet = createFleet({ controller: served.url, deltaStreams: false });
  opened.push(() => fleet.close());
  let last = "";
  for await (const { text } of fleet.chat.stream({ model: "m", messages: "Hi" })) last = text;
  expect(last).toBe("word ".repeat(500).trimEnd());
});

test("a client that goes away stops the engine", async () => {
  const { fleet, engines } = await setUp({ hang: true });
  for await (const _ of fleet.chat.stream({ model: "m", messages: "Hi" })) break;
  await until(() => engines.last().running === 0);
  expect(engines.last().aborted).toBe(1);
  const giveUp = new AbortController();
  const answer = fleet.chat.generate({ model: "m", messages: "Hi" }, { signal: giveUp.signal });
  answer.catch(() => {});
  await until(() => engines.last().running === 1);
  giveUp.abort();
  await until(() => engines.last().running === 0);
  expect(engines.last().aborted).toBe(2);
});

test("pieces of an iterator go out as they come, no faster than they are read", async () => {
  let made = 0;
  let left = false;
  const piece = new Uint8Array(256 * 1024);
  const app = {
    fetch: () =>
      iteratorResponse({
        next: async () => ({ done: false, value: ++made % 2 ? piece : "é" }),
        return: async () => {
          left = true;
          return { done: true, value: undefined };
        },
      }),
  };
  const { port } = await put(app);
  const socket = connect(port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  await new Promise((resolve) => socket.once("readable", resolve));
  let before = -1;
  // Nobody reads on: the buffers of the two ends fill, and then nothing more is made.
  while (before !== made) {
    before = made;
    for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(made).toBeLessThan(200);
  socket.destroy();
  await until(() => left);
});

test("a body that breaks off breaks the connection, and the operator hears why", async () => {
  const errors: unknown[] = [];
  const failing = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode("half"));
      controller.error(new Error("broken"));
    },
  });
  const { url } = await put({ fetch: () => new Response(failing) }, (error) => errors.push(error));
  await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
  expect(errors).toMatchObject([{ message: "broken" }]);
});

test("an app that throws is a 500 without its message", async () => {
  const errors: unknown[] = [];
  const { url } = await put({ fetch: () => Promise.reject(new Error("secret")) }, (error) => errors.push(error));
  const answer = await fetch(`${url}/x`, { method: "POST", body: "{}" });
  expect([answer.status, await answer.text()]).toEqual([500, '{"detail":"Internal Server Error"}']);
  expect(errors).toHaveLength(1);
});

test("a request from a port is as good as any other", async () => {
  const app = {
    async fetch(request: Request) {
      const copy = request.clone();
      return Response.json({
        isRequest: request instanceof Request,
        method: request.method,
        path: new URL(request.url).pathname,
        header: request.headers.get("x-a"),
        mode: request.mode,
        text: await copy.text(),
        again: await request.json(),
        used: request.bodyUsed,
      });
    },
  };
  const { url } = await put(app);
  const answer = await fetch(`${url}/a?b=c`, { method: "POST", body: '{"é":1}', headers: { "x-a": "1" } });
  expect(await answer.json()).toEqual({
    isRequest: true,
    method: "POST",
    path: "/a",
    header: "1",
    mode: "cors",
    text: '{"é":1}',
    again: { é: 1 },
    used: true,
  });
  const echo = await put({ fetch: async (request: Request) => new Response(await request.arrayBuffer()) });
  expect(await (await fetch(echo.url, { method: "POST", body: "é".repeat(100_000) })).text()).toBe("é".repeat(100_000));
});

test("a client that breaks off its request is no failure of the app", async () => {
  const errors: unknown[] = [];
  let began = false;
  let ended = false;
  const app = {
    async fetch(request: Request) {
      began = true;
      await request.text().finally(() => {
        ended = true;
      });
      return new Response();
    },
  };
  const { port } = await put(app, (error) => errors.push(error));
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf");
  await until(() => began);
  socket.destroy();
  await until(() => ended);
  expect(errors).toEqual([]);
});

test("HEAD has no body, and a port that is taken is Node's own error", async () => {
  const { url, port } = await put({ fetch: () => new Response("body", { headers: { "x-a": "1" } }) });
  const answer = await fetch(url, { method: "HEAD" });
  expect([answer.headers.get("x-a"), await answer.text()]).toEqual(["1", ""]);
  await expect(serve({ fetch: () => new Response() }, { port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("close lets answers end, and cuts off what takes longer than the limit", async () => {
  const quick = await setUp();
  const first = quick.fleet.chat.stream({ model: "m", messages: "Hi" });
  await first.next();
  const closing = quick.served.close();
  let text = "";
  for await (const output of first) text = output.text;
  expect(text).toBe("one two three");
  await closing;
  const slow = await setUp({ hang: true });
  const second = slow.fleet.chat.stream({ model: "m", messages: "Hi" });
  await second.next();
  const cut = slow.served.close({ drainMs: 1 });
  await expect(second.next()).rejects.toMatchObject({ code: "connection_failed" });
  await cut;
  await until(() => slow.engines.last().running === 0);
});

test("close waits for answers, not for connections that clients keep after them", async () => {
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const served = await serve({
    async fetch() {
      asked.resolve();
      await goOn.promise;
      return new Response("done");
    },
  });
  const agent = new Agent({ keepAlive: true });
  opened.push(async () => agent.destroy());
  const answered = Promise.withResolvers<string>();
  get(served.url, { agent }, (answer) => {
    answer.setEncoding("utf8").on("data", answered.resolve);
  });
  await asked.promise;
  const closing = served.close({ drainMs: 3_600_000 });
  goOn.resolve();
  expect(await answered.promise).toBe("done");
  await closing;
});

test("the state file is written as a whole, for its owner only, and read again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelfleet-"));
  opened.push(() => rm(folder, { recursive: true }));
  const path = join(folder, "deep", "state.json");
  const store = fileStateStore(path);
  expect(await store.load()).toEqual([]);
  const models = [{ model: "m", workerType: "llm", params: { api_key: "k" }, stopped: true }] as const;
  await store.save(models);
  expect(await fileStateStore(path).load()).toEqual(models);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await store.save([]);
  expect(await readdir(join(folder, "deep"))).toEqual(["state.json"]);
  expect(await readFile(path, "utf8")).toContain('"version": 1');
  for (const broken of ["{", "[]", '{"version":2,"models":[]}']) {
    await writeFile(path, broken);
    await expect(store.load()).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining(path) });
  }
});

test("an app may ask where a request came from, and is told by the connection, whatever headers say", async () => {
  const asked: unknown[] = [];
  const authorize = (_request: Request, { remoteAddress }: Connection): boolean => {
    asked.push(remoteAddress);
    return remoteAddress === "127.0.0.1";
  };
  const registry = new MemoryModelRegistry();
  const manager = new LocalWorkerManager({ engines: {}, address: () => ({ host: "127.0.0.1", port: 1 }) });
  const apps = combineApps(controllerApp(registry, { authorize }), apiApp(manager, registry, { authorize }));
  const { url } = await put(apps);
  const elsewhere = { "x-forwarded-for": "10.9.9.9", "x-real-ip": "10.9.9.9", forwarded: "for=10.9.9.9" };
  expect((await fetch(`${url}/api/controller/models`, { headers: elsewhere })).status).toBe(200);
  expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  expect(asked).toEqual(["127.0.0.1", "127.0.0.1"]);
  expect((await apps.request("/v1/models")).status, "of a request that came by no connection").toBe(401);
});
