import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, embedMany, generateText, streamText } from "ai";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiKey, type ServedApi, serveApi } from "../src/serve-api.ts";

// Vercel's AI SDK over its provider for servers of this protocol.

const answer = "Because of Rayleigh scattering.";
const prompt = "Why is the sky blue?";

let api: ServedApi;

beforeEach(async () => {
  api = await serveApi({
    models: [
      { name: "m", answer, thinking: "Light bends." },
      { name: "e", type: "text2vec" },
    ],
  });
});
afterEach(() => api[Symbol.asyncDispose]());

const provider = (key = apiKey) =>
  createOpenAICompatible({ name: "modelfleet", baseURL: api.baseURL, apiKey: key, includeUsage: true });

test("generateText, with a system prompt and a conversation", async () => {
  const { text, reasoningText, usage, finishReason } = await generateText({
    model: provider()("m"),
    instructions: "Be brief.",
    prompt,
    temperature: 0,
    maxOutputTokens: 50,
    stopSequences: ["END"],
  });
  expect(text).toBe(answer);
  expect(reasoningText).toBe("Light bends.");
  expect(finishReason).toBe("stop");
  expect(usage).toMatchObject({ outputTokens: 6 });
  expect(api.cluster.requests.at(-1)?.body).toMatchObject({ max_new_tokens: 50, stop: "END", temperature: 0 });
});

test("streamText", async () => {
  const result = streamText({ model: provider()("m"), prompt });
  let text = "";
  for await (const part of result.textStream) text += part;
  expect(text).toBe(answer);
  expect(await result.reasoningText).toBe("Light bends.");
  expect(await result.finishReason).toBe("stop");
  expect(await result.usage).toMatchObject({ outputTokens: 6 });
});

test("the next turn, with the thinking of the last one in it", async () => {
  const model = provider()("m");
  const first = await generateText({ model, prompt });
  const messages = [
    { role: "user" as const, content: prompt },
    ...first.response.messages,
    { role: "user" as const, content: "And at dusk?" },
  ];
  expect((await generateText({ model, messages })).text).toBe(answer);
  expect(api.cluster.requests.at(-1)?.body).toMatchObject({
    messages: [{ role: "human" }, { role: "ai", content: answer }, { role: "human" }],
  });
});

test("embedMany", async () => {
  const model = provider().embeddingModel("e");
  const { embeddings } = await embedMany({ model, values: ["a text", "another"] });
  expect(embeddings.map((embedding) => embedding.length)).toEqual([64, 64]);
});

test("a picture in a message", async () => {
  const image = new Uint8Array([1, 2, 3]);
  const content = [
    { type: "text" as const, text: "What is this?" },
    { type: "file" as const, data: image, mediaType: "image/png" },
  ];
  await generateText({ model: provider()("m"), messages: [{ role: "user", content }] });
  expect(api.cluster.requests.at(-1)?.body).toMatchObject({
    messages: [{ content: [{ type: "text" }, { type: "image", object: { data: "AQID", format: "base64" } }] }],
  });
});

test("errors", async () => {
  const failing = (key?: string, model = "m") => generateText({ model: provider(key)(model), prompt, maxRetries: 0 });
  await expect(failing("wrong")).rejects.toMatchObject({ statusCode: 401, message: "Incorrect API key." });
  const unknown = await failing(apiKey, "other").catch((error: unknown) => error);
  expect(APICallError.isInstance(unknown) && unknown.statusCode).toBe(404);
  expect((unknown as Error).message).toContain("Available of type llm: m.");
});

test("an error in the middle of a stream reaches onError", async () => {
  api.cluster.fault("workers", { type: "error", frame: 4, message: "out of memory" });
  const errors: unknown[] = [];
  const result = streamText({
    model: provider()("m"),
    prompt,
    onError: ({ error }) => {
      errors.push(error);
    },
  });
  await result.consumeStream();
  expect(JSON.stringify(errors.map((error) => (error instanceof Error ? error.message : error)))).toContain(
    "out of memory",
  );
});

test("an abort ends the generation", async () => {
  api.cluster.fault("workers", { type: "stall", afterFrames: 2 });
  const leaving = new AbortController();
  const result = streamText({ model: provider()("m"), prompt, abortSignal: leaving.signal, onError: () => undefined });
  const reading = result.consumeStream();
  await api.cluster.waitFor((event) => event.type === "frame" && event.frame === 1);
  leaving.abort();
  await reading;
  await api.cluster.idle();
  expect(api.cluster.cancelled).toBe(1);
});
