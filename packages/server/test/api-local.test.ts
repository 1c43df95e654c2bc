import { GenerationError } from "@modelfleet/core";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { apiApp, controllerApp, workerApp } from "../src/index.ts";
import { eventsOf, faultOf, jsonOf, question, textsOf } from "./api-support.ts";
import { type ClusterSetUp, type ClusterSetUpOptions, setUpCluster } from "./cluster.ts";

// A whole fleet in one process: the API asks the models without a wire between them.

interface LocalApi extends ClusterSetUp {
  reported: unknown[];
  ask(path: string, body?: object, init?: RequestInit): Promise<Response>;
}

async function setUpLocalApi(options: ClusterSetUpOptions = {}): Promise<LocalApi> {
  const setUp = await setUpCluster(options);
  const { manager, registry } = setUp;
  const reported: unknown[] = [];
  const app = new Hono()
    .route("/", controllerApp(registry))
    .route("/", workerApp(manager))
    .route("/", apiApp(manager, registry, { keys: ["k"], onError: (error) => reported.push(error) }));
  const ask = async (path: string, body?: object, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: "Bearer k", "content-type": "application/json" };
    const sent = body ? { method: "POST", body: JSON.stringify(body) } : {};
    return app.fetch(new Request(`http://one.test${path}`, { headers, ...sent, ...init }));
  };
  return { ...setUp, reported, ask };
}

const chat = "/v1/chat/completions";
const body = { model: "m", messages: question };
const model = (params: object, name = "m"): ClusterSetUpOptions => ({ models: [{ name, params: { ...params } }] });

test("beside a controller and a worker, the API guards its own routes only", async () => {
  await using api = await setUpLocalApi();
  const none = { headers: {} };
  expect((await api.ask("/api/v1/models", undefined, none)).status).toBe(401);
  expect((await api.ask("/v1/models", undefined, none)).status).toBe(401);
  expect((await api.ask("/api/controller/models", undefined, none)).status).toBe(200);
  expect((await api.ask("/api/health", undefined, none)).status).toBe(200);
  const { data } = await jsonOf<{ data: { id: string }[] }>(api.ask("/v1/models"));
  expect(data.map(({ id }) => id)).toEqual(["m"]);
});

test("chats, whole and streamed", async () => {
  await using api = await setUpLocalApi();
  const whole = await jsonOf(api.ask(chat, body));
  expect(whole.choices[0]?.message.content).toBe("one two three");
  expect(whole.usage).toEqual({ prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 });
  const { chunks, done } = await eventsOf(await api.ask(chat, { ...body, n: 2, stream: true }));
  expect(textsOf(chunks)).toEqual(["one two three", "one two three"]);
  expect(done).toBe(true);
});

test("words that were said once are not said again when the end of an answer changes again and again", async () => {
  const said = (text: string, delta = text) => ({ text, delta, errorCode: 0, ...(text === delta && { reset: true }) });
  await using api = await setUpLocalApi(
    model({ outputs: [said("a|"), said("ab|"), said("abc|"), said("abc|d", "d")] }),
  );
  const { chunks } = await eventsOf(await api.ask(chat, { ...body, stream: true }));
  expect(textsOf(chunks)).toEqual(["a|b|c|d"]);
});

test("embeds and ranks", async () => {
  await using api = await setUpLocalApi({
    models: [
      { name: "e", workerType: "text2vec" },
      { name: "r", workerType: "reranker" },
    ],
  });
  const { data } = await jsonOf(api.ask("/v1/embeddings", { model: "e", input: ["ab", "c"] }));
  expect(data.map(({ embedding }) => embedding)).toEqual([
    [2, 0.5],
    [1, 0.5],
  ]);
  const { results } = await jsonOf(api.ask("/v1/rerank", { model: "r", query: "q", documents: ["p", "q"] }));
  expect(results).toEqual([
    { index: 1, relevance_score: 1 },
    { index: 0, relevance_score: 0.25 },
  ]);
});

test("a reader that leaves frees the slot", async () => {
  await using api = await setUpLocalApi({ ...model({ hang: true }), manager: { concurrency: 1 } });
  const response = await api.ask(chat, { ...body, stream: true });
  const engine = api.engines.last();
  expect(engine.running).toBe(1);
  await response.body?.cancel();
  expect(engine).toMatchObject({ running: 0, aborted: 1 });
});

test("above the waiting line is a 429 with the time to wait", async () => {
  await using api = await setUpLocalApi({
    ...model({ hang: true }),
    manager: { concurrency: 1, maxWaiting: 0, retryAfterMs: 3_000 },
  });
  const first = await api.ask(chat, { ...body, stream: true });
  const second = await api.ask(chat, { ...body, stream: true });
  expect(second.headers.get("retry-after")).toBe("3");
  expect(await faultOf(second)).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
  await first.body?.cancel();
});

test("an unknown model is a 404 that lists those there are", async () => {
  await using api = await setUpLocalApi();
  const fault = await faultOf(await api.ask(chat, { ...body, model: "x" }));
  expect(fault).toMatchObject({ status: 404, code: "model_not_found" });
  expect(fault.message).toContain("Available of type llm: m.");
});

test("an engine that crashes in the middle is an event; its words are the operator's", async () => {
  await using api = await setUpLocalApi(model({ crash: true }));
  const { chunks, done } = await eventsOf(await api.ask(chat, { ...body, stream: true }));
  expect(chunks.at(-1)?.error).toMatchObject({ code: "internal_error" });
  expect(done).toBe(false);
  expect(api.reported).toEqual([new Error("out of memory")]);
});

test("a failed generation that an engine throws has its own words and status", async () => {
  await using api = await setUpLocalApi();
  const refuse = async (): Promise<never> => {
    throw new GenerationError("The prompt has 9 tokens, but the context is 4.", { errorCode: 400, partialText: "" });
  };
  api.engines.last().generate = refuse;
  const fault = await faultOf(await api.ask(chat, body));
  expect(fault).toMatchObject({ status: 400, code: "context_length_exceeded" });
  expect(fault.message).toContain("The prompt has 9 tokens");
});
