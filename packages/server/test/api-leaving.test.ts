import { expect, test } from "vitest";
import { takeBodyChunks } from "../src/iterator-body.ts";
import { question, setUpApi } from "./api-support.ts";

const models = [{ name: "m", answer: "one two three four five six" }] as const;
const chat = "/v1/chat/completions";
const body = { model: "m", messages: question };

test.each([1, 3])("a reader that leaves ends the generations (%i)", async (n) => {
  const { cluster, post, reported } = setUpApi({ models });
  const response = await post(chat, { ...body, n, stream: true });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"role":"assistant"');
  await reader?.cancel();
  await cluster.idle();
  expect(cluster.cancelled).toBe(n);
  expect(reported).toEqual([]);
});

test.each([1, 3])("a request that is aborted ends the generations, without an event (%i)", async (n) => {
  const { cluster, post, reported } = setUpApi({ models });
  cluster.fault("workers", { type: "stall", afterFrames: 2 });
  const leaving = new AbortController();
  const response = await post(chat, { ...body, n, stream: true }, { signal: leaving.signal });
  const text = response.text();
  await cluster.waitFor((event) => event.type === "frame" && event.frame === 1);
  leaving.abort();
  expect(await text).not.toContain("error");
  await cluster.idle();
  expect(cluster.cancelled).toBe(n);
  expect(reported).toEqual([]);
});

test.each([
  ["a whole answer", {}],
  ["several", { n: 3 }],
  ["a stream that has not begun", { stream: true }],
])("%s is given up with the request", async (_, more) => {
  const { cluster, post, reported } = setUpApi({ models });
  cluster.fault("workers", { type: "hang" });
  const leaving = new AbortController();
  const answer = post(chat, { ...body, ...more }, { signal: leaving.signal });
  await cluster.waitFor((event) => event.type === "request" && event.server === "worker-1");
  leaving.abort();
  expect((await answer).status).toBe(499);
  await cluster.idle();
  expect(reported).toEqual([]);
});

test("nothing is read ahead of the reader", async () => {
  const { cluster, post } = setUpApi({ models });
  const response = await post(chat, { ...body, stream: true });
  const reader = response.body?.getReader();
  await reader?.read();
  expect(cluster.finished).toBe(0);
  await reader?.cancel();
  await cluster.idle();
});

test("a server may take the pieces themselves: one of text for each output", async () => {
  const { cluster, post } = setUpApi({ models });
  const response = await post(chat, { ...body, stream: true });
  const chunks = takeBodyChunks(response);
  const pieces: unknown[] = [];
  for (let next = await chunks?.next(); next && !next.done; next = await chunks?.next()) pieces.push(next.value);
  expect(pieces).toHaveLength(7);
  expect(pieces[0]).toMatch(/"role":"assistant".*\n\n.*"content":"one/);
  expect(pieces.at(-1)).toMatch(/"finish_reason":"stop".*\n\ndata: \[DONE\]\n\n$/);
  expect(takeBodyChunks(response)).toBeUndefined();
  await cluster.idle();
});

test("pieces that are left end the generation", async () => {
  const { cluster, post } = setUpApi({ models });
  const chunks = takeBodyChunks(await post(chat, { ...body, stream: true }));
  await chunks?.next();
  await chunks?.return?.();
  expect(await chunks?.next()).toEqual({ done: true, value: undefined });
  await cluster.idle();
  expect(cluster.cancelled).toBe(1);
});
