import type { StandInCluster } from "@modelfleet/testing";
import { expect, test } from "vitest";
import { eventsOf, jsonOf, question, setUpApi, textsOf } from "./api-support.ts";

const answer = "Because of Rayleigh scattering.";
/** The messages of the last request that arrived at a worker. */
function messagesOf(cluster: StandInCluster): { role: string; content: unknown }[] {
  const body = cluster.requests.at(-1)?.body as { messages: { role: string; content: unknown }[] } | undefined;
  return body?.messages ?? [];
}

const models = [{ name: "m", answer }] as const;

test.each(["/v1", "/api/v1"])("%s answers a chat", async (base) => {
  const { post } = setUpApi({ models }, { now: () => 1_700_000_000_123 });
  const response = await post(`${base}/chat/completions`, { model: "m", messages: question });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    id: expect.stringMatching(/^chatcmpl-[\da-f-]{36}$/),
    object: "chat.completion",
    created: 1_700_000_000,
    model: "m",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: answer, refusal: null },
        logprobs: null,
        finish_reason: "stop",
      },
    ],
    usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 },
  });
});

test("streams a chat: the role first, the reason of its end last, then [DONE]", async () => {
  const { post } = setUpApi({ models }, { now: () => 1_700_000_000_123 });
  const response = await post("/v1/chat/completions", { model: "m", messages: question, stream: true });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const { chunks, done } = await eventsOf(response);
  expect(done).toBe(true);
  expect(chunks[0]).toEqual({
    id: expect.stringMatching(/^chatcmpl-/),
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: "m",
    choices: [{ index: 0, delta: { role: "assistant", content: "" }, logprobs: null, finish_reason: null }],
  });
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  expect(textsOf(chunks)).toEqual([answer]);
  expect(chunks.at(-1)?.choices).toEqual([{ index: 0, delta: {}, logprobs: null, finish_reason: "stop" }]);
  expect(chunks.slice(0, -1).every((chunk) => chunk.choices?.[0]?.finish_reason === null)).toBe(true);
});

test("the last chunk carries the usage when it is asked for, and the others say that they do not", async () => {
  const { post } = setUpApi({ models });
  const body = { model: "m", messages: question, stream: true, stream_options: { include_usage: true } };
  const { chunks } = await eventsOf(await post("/v1/chat/completions", body));
  expect(chunks.at(-1)).toMatchObject({
    choices: [],
    usage: { prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 },
  });
  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
});

test("thinking goes as reasoning_content", async () => {
  const { post } = setUpApi({ models: [{ name: "m", answer, thinking: "Light bends." }] });
  const whole = await jsonOf(post("/v1/chat/completions", { model: "m", messages: question }));
  expect(whole.choices[0]?.message).toMatchObject({ content: answer, reasoning_content: "Light bends." });
  const streamed = await post("/v1/chat/completions", { model: "m", messages: question, stream: true });
  const { chunks } = await eventsOf(streamed);
  const deltas = chunks.flatMap((chunk) => chunk.choices?.map(({ delta }) => delta) ?? []);
  expect(deltas.map((delta) => delta?.reasoning_content ?? "").join("")).toBe("Light bends.");
  expect(textsOf(chunks)).toEqual([answer]);
});

test("every parameter that is served reaches the worker", async () => {
  const { cluster, post } = setUpApi({ models });
  const body = {
    model: "m",
    messages: [{ role: "developer", content: "Be brief." }, { role: "assistant", content: "Yes." }, ...question],
    temperature: 0.5,
    top_p: 0.9,
    top_k: 40,
    max_tokens: 50,
    max_completion_tokens: 70,
    stop: ["END", "STOP"],
    presence_penalty: 1,
    frequency_penalty: -1,
    user: "ada",
    n: 1,
    stream_options: null,
    unknown_parameter: true,
  };
  const headers = { "db-gpt-trace-span-id": "trace:span", "x-request-id": "abc" };
  expect((await post("/v1/chat/completions", body, { headers })).status).toBe(200);
  const request = cluster.requests.at(-1);
  expect(request?.headers["x-request-id"]).toBe("abc");
  expect(request?.body).toMatchObject({
    model: "m",
    temperature: 0.5,
    top_p: 0.9,
    top_k: 40,
    max_new_tokens: 70,
    stop: ["END", "STOP"],
    presence_penalty: 1,
    frequency_penalty: -1,
    context: { user_name: "ada" },
    span_id: "trace:span",
    echo: false,
  });
  expect(messagesOf(cluster).map(({ role }) => role)).toEqual(["system", "ai", "human"]);
});

test("what is left out is left to the worker", async () => {
  const { cluster, post } = setUpApi({ models });
  const nothing = { temperature: null, stop: [], top_k: -1, max_tokens: null, user: null, stream: null };
  await post("/v1/chat/completions", { model: "m", messages: "Why?", ...nothing });
  const body = cluster.requests.at(-1)?.body as Record<string, unknown>;
  expect(Object.keys(body).sort()).toEqual(["echo", "messages", "model", "prompt", "version"]);
});

test("images and sound in messages reach workers that take them", async () => {
  const { cluster, post } = setUpApi({ models });
  const content = [
    { type: "text", text: "What is this?" },
    { type: "image_url", image_url: { url: "data:image/png;base64,aWNv", detail: "low" } },
    { type: "image_url", image_url: { url: "https://pictures.test/a.png" } },
    { type: "input_audio", input_audio: { data: "d2F2", format: "wav" } },
  ];
  const response = await post("/v1/chat/completions", { model: "m", messages: [{ role: "user", content }] });
  expect(response.status).toBe(200);
  const contents = messagesOf(cluster).map((message) => message.content);
  expect(contents[0]).toEqual([
    { type: "text", object: { data: "What is this?", format: "text" } },
    { type: "image", object: { data: "aWNv", format: "base64" } },
    { type: "image", object: { data: "https://pictures.test/a.png", format: "url" } },
    { type: "audio", object: { data: "d2F2", format: "base64" } },
  ]);
});

test("n answers come side by side, by index, and their prompt counts once", async () => {
  let turn = 0;
  const several = [{ name: "m", answer: () => `answer ${turn++}` }];
  const { post } = setUpApi({ models: several });
  const whole = await jsonOf(post("/v1/chat/completions", { model: "m", messages: question, n: 3 }));
  expect(whole.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(whole.usage).toEqual({ prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 });
  turn = 0;
  const body = { model: "m", messages: question, n: 3, stream: true, stream_options: { include_usage: true } };
  const { chunks, done } = await eventsOf(await post("/v1/chat/completions", body));
  expect(textsOf(chunks).sort()).toEqual(["answer 0", "answer 1", "answer 2"]);
  expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 });
  const ends = chunks.flatMap((chunk) => chunk.choices ?? []).filter((choice) => choice.finish_reason === "stop");
  expect(ends.map(({ index }) => index).sort()).toEqual([0, 1, 2]);
  expect(done).toBe(true);
});

test("a worker that takes back what it said: what follows the common beginning is appended", async () => {
  const frames = [{ text: "The sky is" }, { text: "The sky was gray" }, { text: "The sky was gray today" }];
  const { post } = setUpApi({ models: [{ name: "m", answer: frames }] });
  const { chunks } = await eventsOf(await post("/v1/chat/completions", { model: "m", messages: "Why?", stream: true }));
  expect(textsOf(chunks)).toEqual(["The sky iswas gray today"]);
});

test.each([
  ["length", "length"],
  ["max_tokens", "length"],
  ["content_filter", "content_filter"],
  ["eos", "stop"],
])("the worker's reason %s is told as %s", async (reason, told) => {
  const { post } = setUpApi({ models: [{ name: "m", answer: [{ text: "a", finishReason: reason }] }] });
  const whole = await jsonOf(post("/v1/chat/completions", { model: "m", messages: question }));
  expect(whole.choices[0]?.finish_reason).toBe(told);
  const streamed = await post("/v1/chat/completions", { model: "m", messages: question, stream: true });
  expect((await eventsOf(streamed)).chunks.at(-1)?.choices?.[0]?.finish_reason).toBe(told);
});
