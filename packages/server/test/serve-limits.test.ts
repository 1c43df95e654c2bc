import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { type ServedApp, type ServedRequest, type ServeLimits, serve } from "../src/node/index.ts";

// What is tested is that time passes, and on a busy machine more of it does.
vi.setConfig({ testTimeout: 60_000 });

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const app = {
  async fetch(request: Request): Promise<Response> {
    return Response.json((await request.text()).length);
  },
};

async function open(limits?: ServeLimits): Promise<ServedApp> {
  const served = await serve(app, { limits });
  opened.push(() => served.close({ drainMs: 0 }));
  return served;
}

/** What a connection was told until it was closed, to which bytes are sent as long as it is open. */
async function told(served: ServedApp, beginning: string, dribble: string): Promise<string> {
  const socket: Socket = connect(served.port, served.host);
  let text = "";
  socket.setEncoding("latin1").on("data", (piece: string) => {
    text += piece;
  });
  socket.on("error", () => {});
  socket.write(beginning);
  const timer = setInterval(() => socket.write(dribble), 10);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(timer);
  return text;
}

const endless = new ReadableStream<Uint8Array>({
  pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
});

test("headers that dribble in are cut off", async () => {
  const served = await open({ headersMs: 100 });
  expect(await told(served, "GET / HTTP/1.1\r\nhost: x\r\n", "x-a: b\r\n")).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test("a body that dribbles in is cut off", async () => {
  const served = await open({ headersMs: 100, requestMs: 200 });
  const beginning = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n";
  // What is sent while the connection is closed may cost the sender the answer.
  expect(await told(served, beginning, "a")).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test("headers that are too large are refused", async () => {
  const served = await open();
  const beginning = `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${"b".repeat(20_000)}\r\n\r\n`;
  expect(await told(served, beginning, "")).toMatch(/^HTTP\/1\.1 431 /);
  const headers = { "x-a": "b".repeat(20_000) };
  const roomy = await open({ headerBytes: 64 * 1024 });
  expect((await fetch(roomy.url, { headers })).status).toBe(200);
});

test("an answer may take longer than its request", async () => {
  // Enough for a request on a busy machine: by these limits it is cut off while it has not been read.
  const limits = { headersMs: 1_500, requestMs: 1_500 };
  // Longer than both limits: that time passes is what is tested, and there is no event to wait for instead.
  const served = await serve({ fetch: () => setTimeout(3_500, new Response("late")) }, { limits });
  opened.push(() => served.close({ drainMs: 0 }));
  expect(await (await fetch(served.url)).text()).toBe("late");
});

test.each([
  ["a stream", () => endless],
  ["a whole text", () => "x".repeat(64 * 1024 * 1024)],
])("a caller that leaves %s unread is cut off", async (_what, body) => {
  const ended = Promise.withResolvers<ServedRequest>();
  const served = await serve(
    { fetch: async () => new Response(body()) },
    { limits: { unreadMs: 50 }, onRequest: ended.resolve },
  );
  opened.push(() => served.close({ drainMs: 0 }));
  const socket = connect(served.port, served.host).on("error", () => {});
  opened.push(async () => socket.destroy());
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(await ended.promise).toMatchObject({ broken: true });
});

test("a caller that reads slowly is not", async () => {
  const size = 16 * 1024 * 1024;
  const served = await serve(
    { fetch: async () => new Response(new Uint8Array(size)) },
    { limits: { unreadMs: 2_000 } },
  );
  opened.push(() => served.close({ drainMs: 0 }));
  let read = 0;
  for await (const piece of (await fetch(served.url)).body ?? []) {
    read += piece.length;
    // Longer than the limit in all: that time passes is what is tested.
    await setTimeout(10);
  }
  expect(read).toBe(size);
});

test("a pause of an answer is not its reader's, also where it was asked for before the one before it was there", async () => {
  const pieces = async function* () {
    for (const piece of ["one", "two"]) {
      // Longer than the limit: that time passes is what is tested.
      await setTimeout(200);
      yield new TextEncoder().encode(piece);
    }
  };
  const served = await serve(
    { fetch: ({ url }) => new Response(url.endsWith("/slow") ? ReadableStream.from(pieces()) : "first") },
    { limits: { unreadMs: 50 } },
  );
  opened.push(() => served.close({ drainMs: 0 }));
  const socket = connect(served.port, served.host).setEncoding("latin1");
  opened.push(async () => socket.destroy());
  const last = "GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
  socket.write(`GET / HTTP/1.1\r\nhost: x\r\n\r\n${last}`);
  let answers = "";
  for await (const piece of socket) answers += piece;
  expect(answers).toMatch(/first[\s\S]+one[\s\S]+two\r\n0\r\n\r\n$/);
});
