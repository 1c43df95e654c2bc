import { AIMessage, HumanMessage, SystemMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { apiKey, type ServedApi, serveApi } from "../src/serve-api.ts";

// LangChain.js over its package for OpenAI, pointed here.

const answer = "Because of Rayleigh scattering.";

let api: ServedApi;

beforeEach(async () => {
  api = await serveApi({
    models: [
      { name: "m", answer },
      { name: "e", type: "text2vec" },
    ],
  });
});
afterEach(() => api[Symbol.asyncDispose]());

const connection = () => ({ apiKey, maxRetries: 0, configuration: { baseURL: api.baseURL } });
const chat = (more: object = {}): ChatOpenAI => new ChatOpenAI({ model: "m", ...connection(), ...more });

test("invoke, with a conversation", async () => {
  const messages = [
    new SystemMessage("Be brief."),
    new HumanMessage("Hi"),
    new AIMessage("Hi!"),
    new HumanMessage("Why?"),
  ];
  const result = await chat({ temperature: 0.2, maxTokens: 50 }).invoke(messages, { stop: ["END"] });
  expect(result.text).toBe(answer);
  expect(result.usage_metadata).toMatchObject({ output_tokens: 4 });
  expect(result.response_metadata).toMatchObject({ finish_reason: "stop" });
  expect(api.cluster.requests.at(-1)?.body).toMatchObject({ temperature: 0.2, max_new_tokens: 50, stop: "END" });
});

test("stream, with usage", async () => {
  let text = "";
  let tokens = 0;
  for await (const chunk of await chat().stream("Why?")) {
    text += chunk.text;
    tokens += (chunk.usage_metadata as { output_tokens: number } | undefined)?.output_tokens ?? 0;
  }
  expect(text).toBe(answer);
  expect(tokens).toBe(4);
});

test("batch", async () => {
  const results = await chat().batch(["a", "b", "c"]);
  expect(results.map((result) => result.text)).toEqual([answer, answer, answer]);
});

test("a completion model", async () => {
  const model = new OpenAI({ model: "m", ...connection() });
  expect(await model.invoke("Why?")).toBe(answer);
});

test("embeddings", async () => {
  const embeddings = new OpenAIEmbeddings({ model: "e", ...connection() });
  const vectors = await embeddings.embedDocuments(["a text", "another"]);
  expect(vectors.map((vector) => vector.length)).toEqual([64, 64]);
  expect(await embeddings.embedQuery("a text")).toEqual(vectors[0]);
});

test("errors", async () => {
  await expect(chat({ apiKey: "wrong" }).invoke("Why?")).rejects.toMatchObject({ status: 401 });
  await expect(chat({ model: "other" }).invoke("Why?")).rejects.toThrow(/Available of type llm: m/);
  const lookUp = tool(() => "", { name: "look_up", description: "Looks up.", schema: z.object({ word: z.string() }) });
  await expect(chat().bindTools([lookUp]).invoke("Why?")).rejects.toMatchObject({ status: 400, param: "tools" });
});

test("an error in the middle of a stream", async () => {
  api.cluster.fault("workers", { type: "error", frame: 2, message: "out of memory" });
  let text = "";
  const reading = (async () => {
    for await (const chunk of await chat().stream("Why?")) text += chunk.text;
  })();
  await expect(reading).rejects.toThrow(/out of memory/);
  expect(text).toMatch(/^Because of/);
});

test("an abort ends the generation", async () => {
  api.cluster.fault("workers", { type: "stall", afterFrames: 2 });
  const leaving = new AbortController();
  const reading = (async () => {
    for await (const _ of await chat().stream("Why?", { signal: leaving.signal })) leaving.abort();
  })();
  await expect(reading).rejects.toThrow(/abort/i);
  await api.cluster.idle();
  expect(api.cluster.cancelled).toBe(1);
});
