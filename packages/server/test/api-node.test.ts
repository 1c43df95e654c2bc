import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type ServedApp, serve } from "../src/node/index.ts";
import { type ApiSetUp, eventsOf, faultOf, question, setUpApi, textsOf } from "./api-support.ts";

// The API on a port: what only sockets show.

const answer = "one two three four";
const models = [{ name: "m", answer }] as const;
const body = JSON.stringify({ model: "m", messages: question, stream: true });
const headers = { "content-type": "application/json" };

let served: ServedApp | undefined;
afterEach(() => served?.close({ drainMs: 0 }));

async function start(options: Parameters<typeof setUpApi>[1] = {}): Promise<ApiSetUp> {
  const api = setUpApi({ models }, options);
  served = await serve(api.app);
  return api;
}

const url = (): string => `${served?.url}/v1/chat/completions`;

test("streams to the socket", async () => {
  await start();
  const { chunks, done } = await eventsOf(await fetch(url(), { method: "POST", headers, body }));
  expect(textsOf(chunks)).toEqual([answer]);
  expect(done).toBe(true);
});

test("a client that disconnects ends the generation", async () => {
  const { cluster, reported } = await start();
  cluster.fault("workers", { type: "stall", afterFrames: 2 });
  const leaving = new AbortController();
  const response = await fetch(url(), { method: "POST", headers, body, signal: leaving.signal });
  await response.body?.getReader().read();
  leaving.abort();
  await cluster.idle();
  expect(cluster.cancelled).toBe(1);
  expect(reported).toEqual([]);
});

/** What comes back for bytes on a connection, until it is closed. */
function exchange(...pieces: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(served?.port ?? 0, "127.0.0.1");
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    for (const piece of pieces) socket.write(piece);
  });
}

const head = (more: string): string =>
  `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;

test.each([
  ["declared", [head("content-length: 1000")]],
  ["in chunks", [head("transfer-encoding: chunked"), `c8\r\n${"x".repeat(200)}\r\n`]],
])("a body that is too large, %s, is answered before it is all there", async (_, pieces) => {
  await start({ maxBodyBytes: 100 });
  const text = await exchange(...pieces);
  expect(text).toMatch(/^HTTP\/1.1 413 /);
  expect(text).toContain("request_too_large");
});

test("errors come with their headers", async () => {
  await start({ keys: ["k"] });
  const response = await fetch(url(), { method: "POST", headers, body });
  expect(response.headers.get("x-request-id")).toMatch(/^req_/);
  expect(await faultOf(response)).toMatchObject({ status: 401, code: "invalid_api_key" });
});
