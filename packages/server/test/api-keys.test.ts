import { expect, test } from "vitest";
import { type ApiKey, apiApp } from "../src/index.ts";
import { eventsOf, faultOf, jsonOf, question, setUpApi } from "./api-support.ts";
import { setUpCluster } from "./cluster.ts";

const models = [
  { name: "small", type: "llm", answer: "one two three" },
  { name: "large", type: "llm", answer: "four" },
  { name: "embedder", type: "text2vec" },
] as const;

function setUp(...keys: readonly (string | ApiKey)[]) {
  let now = 1_700_000_000_000;
  const api = setUpApi({ models }, { keys, now: () => now });
  const as = (key: string): RequestInit => ({ headers: { authorization: `Bearer ${key}` } });
  const chat = (key: string, model: string, more: object = {}) =>
    api.post("/v1/chat/completions", { model, messages: question, ...more }, as(key));
  const figures = async (key: string): Promise<string[]> =>
    (await (await api.get("/metrics", as(key))).text())
      .split("\n")
      .filter((line) => line.startsWith("modelfleet_api_key"));
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ...api, as, chat, figures, pass };
}

test("a key opens its models, and for it there are no others", async () => {
  const { get, post, as, chat, cluster } = setUp({ key: "k-some", name: "some", models: ["small", "gone"] }, "k-all");
  const listed = async (key: string) =>
    (await jsonOf<{ data: { id: string }[] }>(get("/v1/models", as(key)))).data.map(({ id }) => id);
  expect(await listed("k-some")).toEqual(["small"]);
  expect(await listed("k-all")).toEqual(["embedder", "large", "small"]);
  expect((await get("/v1/models/large", as("k-some"))).status).toBe(404);
  expect((await get("/v1/models/large", as("k-all"))).status).toBe(200);

  expect((await chat("k-some", "small")).status).toBe(200);
  const asked = cluster.requests.length;
  const bodies = {
    "chat/completions": { model: "large", messages: question },
    completions: { model: "large", prompt: "x" },
    embeddings: { model: "embedder", input: "x" },
    rerank: { model: "large", query: "x", documents: ["y"] },
    "beta/relevance": { model: "large", query: "x", documents: ["y"] },
  };
  for (const [route, body] of Object.entries(bodies)) {
    const fault = await faultOf(await post(`/v1/${route}`, body, as("k-some")));
    expect(fault).toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    expect(fault.message).toContain("Available: small, gone.");
    expect(fault.message.replaceAll(body.model, "")).not.toMatch(/large|embedder/);
  }
  expect(cluster.requests.length).toBe(asked);
  const gone = await faultOf(await chat("k-some", "gone"));
  expect(gone).toMatchObject({ status: 404, code: "model_not_found" });
  expect(gone.message).not.toMatch(/large|embedder/);
});

test("requests beyond a key's rate wait their time, and other keys do not", async () => {
  const { get, chat, as, pass } = setUp({ key: "k-slow", name: "slow", requestsPerMinute: 2 }, "k-all");
  expect((await chat("k-slow", "small")).status).toBe(200);
  expect((await chat("k-slow", "small", { stream: true })).status).toBe(200);
  const refused = await chat("k-slow", "small");
  expect(refused.headers.get("retry-after")).toBe("30");
  expect(await faultOf(refused)).toMatchObject({ status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" });
  expect((await get("/v1/models", as("k-slow"))).status).toBe(200);
  expect((await chat("k-all", "small")).status).toBe(200);
  pass(29_000);
  expect((await chat("k-slow", "small")).status).toBe(429);
  pass(1_000);
  expect((await chat("k-slow", "small")).status).toBe(200);
  expect((await chat("k-slow", "small")).status).toBe(429);
});

test.each([false, true])("tokens are counted by key, and limited (streamed: %s)", async (stream) => {
  const { chat, figures, pass } = setUp({ key: "k-few", name: "few", tokensPerMinute: 10 });
  for (let used = 0, asked = 1; used < 10; asked++) {
    const answer = await chat("k-few", "small", { stream });
    expect(answer.status).toBe(200);
    if (stream) expect((await eventsOf(answer)).done).toBe(true);
    const lines = await figures("k-few");
    expect(lines).toContain(`modelfleet_api_key_requests_total{key="few",status="200"} ${2 * asked - 1}`);
    const tokens = lines.filter((line) => line.includes("tokens_total")).map((line) => Number(line.split(" ").at(-1)));
    expect(tokens[1]).toBe(3 * asked);
    used = tokens.reduce((sum, count) => sum + count, 0);
  }
  const refused = await chat("k-few", "small", { stream });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await faultOf(refused)).toMatchObject({ status: 429, message: expect.stringContaining("tokens per minute") });
  pass(60_000);
  expect((await chat("k-few", "small", { stream })).status).toBe(200);
});

test("a stream that is left has its tokens counted so far", async () => {
  const { chat, figures } = setUp("k");
  const body = (await chat("k", "small", { stream: true })).body?.getReader();
  await body?.read();
  await body?.read();
  await body?.cancel();
  const [, completion] = (await figures("k")).filter((line) => line.includes("tokens_total"));
  expect(Number(completion?.split(" ").at(-1))).toBeGreaterThan(0);
});

test.each([
  ["left", {}],
  ["broken off", { crash: true }],
])("a stream that is %s before its worker counts has its outputs counted", async (how, params) => {
  await using cluster = await setUpCluster({ models: [{ name: "m", params }] });
  const keys = [{ key: "k", name: "few", tokensPerMinute: 1 }];
  const app = apiApp(cluster.manager, cluster.registry, { keys, now: () => 0 });
  const headers = { authorization: "Bearer k", "content-type": "application/json" };
  const body = JSON.stringify({ model: "m", messages: question, stream: true });
  const ask = async () =>
    app.fetch(new Request("http://api.test/v1/chat/completions", { method: "POST", headers, body }));
  const first = await ask();
  if (how === "left") {
    const reader = first.body?.getReader();
    await reader?.read();
    await reader?.cancel();
  } else await first.text();
  expect(await faultOf(await ask())).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
});

test("figures have names of keys and never keys; those of others only where a key opens everything", async () => {
  const { chat, figures, get, as } = setUp({ key: "s3cret-a", name: "ada", models: ["small"] }, "s3cret-b", "s3cret-c");
  for (const key of ["s3cret-a", "s3cret-b", "wrong"]) await chat(key, "small");
  const all = await figures("s3cret-b");
  expect(all.join("\n")).toMatch(/key="ada",status="200"} 1\n[\s\S]*key="key-2",status="200"} 1/);
  expect(await (await get("/metrics", as("s3cret-b"))).text()).not.toMatch(/s3cret|wrong/);
  expect((await figures("s3cret-a")).join("\n")).not.toContain("key-2");
});

test("whom no key is asked may pass without one, or with any", async () => {
  const withoutKey = (request: Request) => request.headers.get("x-from") === "inside";
  const { get } = setUpApi({ models }, { keys: ["k"], withoutKey });
  const status = async (headers: Record<string, string>) => (await get("/v1/models", { headers })).status;
  expect(await status({ "x-from": "inside" })).toBe(200);
  expect(await status({ "x-from": "inside", authorization: "Bearer none" })).toBe(200);
  expect(await status({ "x-from": "outside" })).toBe(401);
  expect(await status({ "x-from": "outside", authorization: "Bearer none" })).toBe(401);
  expect(await status({ authorization: "Bearer k" })).toBe(200);
});

test.each([
  [
    [
      { key: "a", name: "n" },
      { key: "b", name: "n" },
    ],
  ],
  [[{ key: "", name: "n" }]],
  [[{ key: "a", name: "n", requestsPerMinute: 0 }]],
  [[{ key: "a", name: "n", tokensPerMinute: Number.NaN }]],
])("the keys %j are refused at once", (keys) => {
  expect(() => setUpApi({}, { keys })).toThrow(/key/);
});
