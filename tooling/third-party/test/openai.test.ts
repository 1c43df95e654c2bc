import OpenAI, { APIError, APIUserAbortError } from "openai";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiKey, type ServedApi, serveApi } from "../src/serve-api.ts";

// The `openai` package, as its users write it.

const answer = "Because of Rayleigh scattering.";
const messages = [{ role: "user", content: "Why is the sky blue?" }] as const;
const question = { model: "m", messages: [...messages] };

let api: ServedApi;
let client: OpenAI;

beforeEach(async () => {
  api = await serveApi({
    models: [
      { name: "m", answer },
      { name: "thinker", answer, thinking: "Light bends." },
      { name: "e", type: "text2vec" },
    ],
  });
  client = new OpenAI({ baseURL: api.baseURL, apiKey, maxRetries: 0 });
});
afterEach(() => api[Symbol.asyncDispose]());

async function failureOf(promise: Promise<unknown>): Promise<APIError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(APIError);
  return error as APIError;
}

test("a chat", async () => {
  const completion = await client.chat.completions.create({ ...question, temperature: 0, max_completion_tokens: 50 });
  expect(completion.choices[0]?.message).toEqual({ role: "assistant", content: answer, refusal: null });
  expect(completion.choices[0]?.finish_reason).toBe("stop");
  expect(completion.usage).toEqual({ prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 });
  expect(completion._request_id).toMatch(/^req_/);
});

test("a streamed chat, with usage", async () => {
  const stream = await client.chat.completions.create({
    ...question,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let usage: unknown;
  const reasons: unknown[] = [];
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (chunk.choices[0]?.finish_reason) reasons.push(chunk.choices[0].finish_reason);
    usage = chunk.usage ?? usage;
  }
  expect(text).toBe(answer);
  expect(reasons).toEqual(["stop"]);
  expect(usage).toEqual({ prompt_tokens: 5, completion_tokens: 4, total_tokens: 9 });
});

test("the stream helper puts the same completion together", async () => {
  const deltas: string[] = [];
  const stream = client.chat.completions.stream(question).on("content", (delta) => deltas.push(delta));
  expect(await stream.finalContent()).toBe(answer);
  expect(deltas.join("")).toBe(answer);

  const several = client.chat.completions.stream({ ...question, n: 2, stream_options: { include_usage: true } });
  const { choices } = await several.finalChatCompletion();
  expect(choices.map(({ message }) => message.content)).toEqual([answer, answer]);
  expect(choices.map(({ finish_reason }) => finish_reason)).toEqual(["stop", "stop"]);
  expect((await several.totalUsage()).completion_tokens).toBe(8);
});

test("thinking", async () => {
  const completion = await client.chat.completions.create({ ...question, model: "thinker" });
  expect(completion.choices[0]?.message).toMatchObject({ content: answer, reasoning_content: "Light bends." });
});

test("a picture in a message", async () => {
  const content = [
    { type: "text", text: "What is this?" },
    { type: "image_url", image_url: { url: "data:image/png;base64,aWNv", detail: "auto" } },
  ] as const;
  await client.chat.completions.create({ model: "m", messages: [{ role: "user", content: [...content] }] });
  expect(api.cluster.requests.at(-1)?.body).toMatchObject({
    messages: [{ content: [{ type: "text" }, { type: "image", object: { data: "aWNv", format: "base64" } }] }],
  });
});

test("completions", async () => {
  const completion = await client.completions.create({ model: "m", prompt: ["a", "b"] });
  expect(completion.choices.map(({ text }) => text)).toEqual([answer, answer]);
  let text = "";
  const stream = await client.completions.create({ model: "m", prompt: "a", stream: true });
  for await (const chunk of stream) text += chunk.choices[0]?.text ?? "";
  expect(text).toBe(answer);
});

test("embeddings: Base64, which the package asks for, and numbers are the same", async () => {
  const input = ["a text", "another"];
  const encoded = await client.embeddings.create({ model: "e", input });
  const numbers = await client.embeddings.create({ model: "e", input, encoding_format: "float" });
  expect(encoded.data.map(({ index }) => index)).toEqual([0, 1]);
  expect(encoded.data[0]?.embedding).toEqual(Array.from(Float32Array.from(numbers.data[0]?.embedding ?? [])));
  expect(encoded.data[0]?.embedding).toHaveLength(64);
});

test("models", async () => {
  const names: string[] = [];
  for await (const model of client.models.list()) names.push(model.id);
  expect(names).toEqual(["e", "m", "thinker"]);
  expect(await client.models.retrieve("m")).toMatchObject({ id: "m", object: "model" });
});

test("a wrong key", async () => {
  const stranger = new OpenAI({ baseURL: api.baseURL, apiKey: "wrong", maxRetries: 0 });
  const error = await failureOf(stranger.models.list());
  expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
  expect(error).toMatchObject({ status: 401, code: "invalid_api_key" });
});

test("an unknown model", async () => {
  const error = await failureOf(client.chat.completions.create({ ...question, model: "other" }));
  expect(error).toBeInstanceOf(OpenAI.NotFoundError);
  expect(error).toMatchObject({ code: "model_not_found", param: "model", requestID: expect.stringMatching(/^req_/) });
  expect(error.message).toContain("Available of type llm: m, thinker.");
});

test("a parameter that is not served", async () => {
  const tools = [{ type: "function", function: { name: "f" } }] as const;
  const error = await failureOf(client.chat.completions.create({ ...question, tools: [...tools] }));
  expect(error).toBeInstanceOf(OpenAI.BadRequestError);
  expect(error).toMatchObject({ param: "tools", code: "unsupported_parameter" });
});

test("a rate limit, with the time to wait", async () => {
  api.cluster.fault("workers", { type: "status", status: 429, retryAfter: 0, times: 1 });
  const error = await failureOf(client.chat.completions.create(question));
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error.headers?.get("retry-after")).toBe("1");
});

test("an error of the model, before and in the middle of the answer", async () => {
  using _ = api.cluster.fault("workers", { type: "error", frame: 0, message: "out of memory", times: 1 });
  const before = await failureOf(client.chat.completions.create({ ...question, stream: true }));
  expect(before).toBeInstanceOf(OpenAI.InternalServerError);
  expect(before.message).toContain("out of memory");

  using __ = api.cluster.fault("workers", { type: "error", frame: 2, message: "out of memory" });
  const stream = await client.chat.completions.create({ ...question, stream: true });
  let text = "";
  const reading = (async () => {
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  })();
  const within = await failureOf(reading);
  expect(within).toMatchObject({ code: "generation_failed", error: { message: "out of memory" } });
  expect(text).toMatch(/^Because of/);
});

test("leaving a stream ends the generation", async () => {
  api.cluster.fault("workers", { type: "stall", afterFrames: 2 });
  const stream = await client.chat.completions.create({ ...question, stream: true });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  await api.cluster.idle();
  expect(api.cluster.cancelled).toBe(1);
});

test("an abort ends the generation", async () => {
  api.cluster.fault("workers", { type: "hang", route: "generate" });
  const leaving = new AbortController();
  const asked = client.chat.completions.create(question, { signal: leaving.signal });
  await api.cluster.waitFor((event) => event.type === "request" && event.request.path.endsWith("/generate"));
  leaving.abort();
  await expect(asked).rejects.toBeInstanceOf(APIUserAbortError);
  await api.cluster.idle();
});
