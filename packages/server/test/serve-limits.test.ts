import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type ArrivalLimits, type ServedApp, serve } from "../src/node/index.ts";

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const app = {
  async fetch(request: Request): Promise<Response> {
    return Response.json((await request.text()).length);
  },
};

async function open(limits?: ArrivalLimits): Promise<ServedApp> {
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
  const limits = { headersMs: 50, requestMs: 50 };
  // Longer than both limits: that time passes is what is tested, and there is no event to wait for instead.
  const served = await serve(
    { fetch: () => new Promise((resolve) => setTimeout(() => resolve(new Response("late")), 300)) },
    { limits },
  );
  opened.push(() => served.close({ drainMs: 0 }));
  expect(await (await fetch(served.url)).text()).toBe("late");
});
