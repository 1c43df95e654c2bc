import { expect, test } from "vitest";
import { post, setUpCluster } from "./cluster.ts";
import { TestEngine } from "./test-engine.ts";

const models = [
  { name: "m", params: { context_length: 4096 } },
  { name: "e", workerType: "text2vec" },
  { name: "r", workerType: "reranker" },
] as const;

test("every call of the client", async () => {
  await using cluster = await setUpCluster({ models });
  const { fleet, engines } = cluster;
  const deltas: string[] = [];
  for await (const { delta } of fleet.chat.stream({ model: "m", messages: "Hi", temperature: 0.5, stop: ["x"] })) {
    deltas.push(delta);
  }
  expect(deltas).toEqual(["one", " two", " three", ""]);
  expect(engines.made[0]?.requests).toMatchObject([
    { model: "m", messages: [{ role: "human", content: "Hi" }], temperature: 0.5, stop: "x", echo: false },
  ]);
  expect(await fleet.chat.generate({ model: "m", messages: "Hi" })).toMatchObject({
    text: "one two three",
    finishReason: "stop",
    usage: { promptTokens: 1, completionTokens: 3, totalTokens: 4 },
  });
  expect(await fleet.embed({ model: "e", input: ["ab", "c"] })).toEqual([
    [2, 0.5],
    [1, 0.5],
  ]);
  expect(await fleet.rerank({ model: "r", query: "b", documents: ["a", "b"] })).toEqual([
    { index: 1, score: 1 },
    { index: 0, score: 0.25 },
  ]);
  expect(await fleet.countTokens({ model: "m", prompt: "a b c" })).toBe(3);
  expect(await fleet.models()).toMatchObject([{ model: "m", contextLength: 4096 }]);
  expect(await fleet.workers.parameters({ model: "m" })).toMatchObject([{ paramName: "answer", required: false }]);
  const [supported] = await fleet.workers.supported();
  expect(supported).toMatchObject({ host: "10.0.0.1", port: 8001 });
  expect(supported?.models.map(({ model, workerType }) => `${model}@${workerType}`)).toEqual([
    "m@llm",
    "e@text2vec",
    "r@reranker",
  ]);
});

test("answers have only keys that Python clients of all versions know", async () => {
  await using cluster = await setUpCluster({ models });
  const get = async (path: string): Promise<unknown> =>
    (await cluster.network.fetch(`http://10.0.0.1:8001${path}`)).json();
  const keys = (value: unknown): string[] => Object.keys(value as object).sort();
  const metadata = await (await cluster.network.fetch(post("/api/worker/model_metadata", { model: "m" }))).json();
  expect(keys(metadata)).toEqual(["chat_model", "context_length", "metadata", "model"]);
  const known = "default_value,description,ext_metadata,param_class,param_name,param_type,required,valid_values";
  const [description] = (await get("/api/worker/parameter/descriptions?model=m&worker_type=llm")) as object[];
  expect(keys(description).join()).toBe(known);
  const [worker] = (await get("/api/worker/models/supports")) as [{ models: { params: object[] }[] }];
  expect(keys(worker)).toEqual(["host", "models", "port"]);
  expect(keys(worker.models[0])).toEqual(["enabled", "model", "params", "path", "path_exist", "proxy", "worker_type"]);
  expect(keys(worker.models[0]?.params[0]).join()).toBe(known);
  const apply = { model: "m", apply_type: "restart", worker_type: "llm", params: null, apply_user: null };
  const applied = await (await cluster.network.fetch(post("/api/worker/apply", apply))).json();
  expect(keys(applied)).toEqual(["message", "success", "timecost"]);
});

test("the second generation's answers, when told to", async () => {
  await using cluster = await setUpCluster({ models, worker: { generation: "0.7" } });
  const metadata = await (await cluster.network.fetch(post("/api/worker/model_metadata", { model: "m" }))).json();
  expect(metadata).toMatchObject({ model: "m", function_calling: true });
  const [description] = await cluster.fleet.workers.parameters({ model: "m" });
  expect(description).toMatchObject({ label: "Answer" });
  const prompt = { model: "m", messages: [], prompt: "Hi" };
  expect(await (await cluster.network.fetch(post("/api/worker/generate", prompt))).json()).toMatchObject({
    content: { object: { data: "one two three", format: "text" }, type: "text" },
    error_code: 0,
  });
  expect((await cluster.fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe("one two three");
});

test("a prompt with all the nulls and roles that Python may send", async () => {
  await using cluster = await setUpCluster({ models });
  const prompt = {
    messages: [
      { role: "system", content: "Be brief.", round_index: null },
      { role: "user", content: [{ type: "text", object: { data: "Hi", format: "text" } }] },
      { role: "ai", content: [{ type: "thinking", object: { data: "hm" } }, { object: { data: "Hello" } }] },
      { role: "human", content: [{ type: "image", object: { data: "aGk=", format: "base64" } }] },
    ],
    model: "m",
    prompt: null,
    temperature: null,
    top_p: null,
    top_k: null,
    max_new_tokens: null,
    stop: null,
    stop_token_ids: [],
    context_len: null,
    echo: false,
    span_id: null,
    metrics: false,
    version: "v2",
    context: null,
    presence_penalty: null,
    chat_model: true,
    later_field: {},
  };
  expect((await cluster.network.fetch(post("/api/worker/generate", prompt))).status).toBe(200);
  expect(cluster.engines.made[0]?.requests).toEqual([
    {
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "human", content: [{ type: "text", text: "Hi" }] },
        { role: "ai", content: [{ type: "text", text: "Hello" }] },
        { role: "human", content: [{ type: "image", data: "aGk=", format: "base64" }] },
      ],
      stopTokenIds: [],
      echo: false,
      metrics: false,
      chatModel: true,
    },
  ]);
});

test.each<[string, string, unknown, string[]]>([
  [
    "count_token without a model, as upstream's own client sends it",
    "count_token",
    { prompt: "secret words" },
    ["body.model"],
  ],
  ["generate without a model", "generate", { messages: [] }, ["body.model"]],
  [
    "a role that nobody knows",
    "generate",
    { model: "m", messages: [{ role: "secret", content: "" }] },
    ["body.messages.0.role"],
  ],
  ["a temperature below zero", "generate_stream", { model: "m", messages: [], temperature: -1 }, ["body"]],
  ["embeddings of one string", "embeddings", { model: "e", input: "secret" }, ["body.input"]],
  ["an action that nobody knows", "apply", { model: "m", apply_type: "secret" }, ["body.apply_type"]],
  ["a startup without anything", "models/startup", {}, ["body.model", "body.worker_type"]],
])("%s is a 422 that names the place and does not echo", async (_, path, body, places) => {
  await using cluster = await setUpCluster({ models });
  const answer = await cluster.network.fetch(post(`/api/worker/${path}`, body));
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect((JSON.parse(text) as { detail: { loc: string[] }[] }).detail.map(({ loc }) => loc.join("."))).toEqual(places);
  expect(text).not.toContain("secret");
});

test("a model that does not run here: an answer for old clients, and one that others fail over by", async () => {
  await using cluster = await setUpCluster({ models });
  const { network } = cluster;
  const answer = await network.fetch(post("/api/worker/generate", { model: "x", messages: [] }));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    error_code: 1,
    text: expect.stringMatching(/not found worker instances for model name x and worker type llm.*Running: m/i),
  });
  const embeddings = await network.fetch(post("/api/worker/embeddings", { model: "x", input: [] }));
  expect(embeddings.status).toBe(503);
  const descriptions = await network.fetch("http://10.0.0.1:8001/api/worker/parameter/descriptions?model=x");
  expect(descriptions.status).toBe(404);
});

test("failed generations are answers with an error code, however late they fail", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m", params: { crash: true } }] });
  const read = async (): Promise<void> => {
    for await (const _ of cluster.fleet.chat.stream({ model: "m", messages: "Hi" }));
  };
  await expect(read()).rejects.toMatchObject({
    code: "generation_failed",
    errorCode: 1,
    partialText: "one",
    message: expect.stringContaining("out of memory"),
  });
  const whole = cluster.fleet.chat.generate({ model: "m", messages: "Hi" });
  await expect(whole).rejects.toMatchObject({ code: "generation_failed" });
});

test("the stream has no content type, and the delta header is honoured and shown to pages", async () => {
  await using cluster = await setUpCluster({ worker: { cors: "*" } });
  const { network } = cluster;
  const prompt = { model: "m", messages: [] };
  const read = async (headers: Record<string, string>) => {
    const answer = await network.fetch(
      post("/api/worker/generate_stream", prompt, { origin: "https://a.test", ...headers }),
    );
    const frames = (await answer.text()).split("\0").filter(Boolean);
    return { headers: answer.headers, texts: frames.map((frame) => (JSON.parse(frame) as { text: string }).text) };
  };
  const whole = await read({});
  expect(whole.headers.get("content-type")).toBeNull();
  expect(whole.headers.get("x-modelfleet-stream")).toBeNull();
  expect(whole.texts).toEqual(["one", "one two", "one two three", "one two three"]);
  const delta = await read({ "x-modelfleet-stream": "delta" });
  expect(delta.headers.get("x-modelfleet-stream")).toBe("delta");
  expect(delta.headers.get("access-control-expose-headers")).toContain("x-modelfleet-stream");
  expect(delta.texts).toEqual(["one", " two", " three", ""]);
});

test.each([
  ["GET", "generate_stream", "POST"],
  ["POST", "models/supports", "GET, HEAD"],
])("%s %s is refused with the methods that it takes", async (method, path, allow) => {
  await using cluster = await setUpCluster();
  const response = await cluster.network.fetch(`http://10.0.0.1:8001/api/worker/${path}`, { method });
  expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
});

test("an application's own answer in place of a refusal, and a body that is too large", async () => {
  await using cluster = await setUpCluster({
    worker: { authorize: () => new Response("log in", { status: 403 }), maxBodyBytes: 10 },
  });
  const answer = await cluster.network.fetch(post("/api/worker/generate", { model: "m" }));
  expect([answer.status, await answer.text()]).toEqual([403, "log in"]);
  await using open = await setUpCluster({ worker: { maxBodyBytes: 10 } });
  expect((await open.network.fetch(post("/api/worker/generate", { model: "m", messages: [] }))).status).toBe(413);
});

test.each([["text/plain"], [""]])(
  "a body of type %j, as pages of other origins can send it, is refused",
  async (type) => {
    await using cluster = await setUpCluster();
    const start = { method: "POST", body: new Blob([JSON.stringify({ model: "m", messages: [] })], { type }) };
    const answer = await cluster.network.fetch("http://10.0.0.1:8001/api/worker/generate", start);
    expect(answer.status).toBe(415);
    expect(((await answer.json()) as { detail: string }).detail).toContain("application/json");
  },
);

test("the engine is made with the model's params", async () => {
  await using cluster = await setUpCluster({ models });
  expect(cluster.engines.made[0]).toBeInstanceOf(TestEngine);
  expect(cluster.engines.made[0]?.params).toEqual({ context_length: 4096 });
});
