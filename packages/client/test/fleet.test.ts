import { createFleet, type Fleet, GenerationError, InvalidInputError } from "@modelfleet/client";
import { createStandInCluster, type StandInCluster, type StandInOptions } from "@modelfleet/testing";
import { expect, test } from "vitest";

function setUp(options?: StandInOptions): { cluster: StandInCluster; fleet: Fleet } {
  const cluster = createStandInCluster(options);
  return { cluster, fleet: createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch }) };
}

const models = [
  { name: "beta", type: "llm", answer: "The sky is blue." },
  { name: "alpha", type: "llm", answer: "Hello." },
  { name: "embed", type: "text2vec" },
  { name: "rank", type: "reranker" },
] as const;

test.each(["0.5", "0.6", "0.7", "0.8"] as const)(
  "a chat streams from a cluster of generation %s",
  async (generation) => {
    const { fleet } = setUp({ generation, models: models.slice(0, 2) });
    let text = "";
    let last: string | undefined;
    for await (const output of fleet.chat.stream({ model: "beta", messages: "Why?" })) {
      text += output.delta;
      last = output.finishReason;
      expect(output.text).toBe(text);
    }
    expect(text).toBe("The sky is blue.");
    expect(last).toBe("stop");
  },
);

test("deltas come over a stream of deltas too", async () => {
  const { fleet, cluster } = setUp({ models, deltaStreams: true });
  let text = "";
  for await (const { delta } of fleet.chat.stream({ model: "beta", messages: "Why?" })) text += delta;
  expect(text).toBe("The sky is blue.");
  expect(cluster.requests.at(-1)?.headers["x-modelfleet-stream"]).toBe("delta");
});

test("generate answers in one piece", async () => {
  const { fleet } = setUp({ models });
  const output = await fleet.chat.generate({ model: "alpha", messages: [{ role: "user", content: "Hi" }] });
  expect(output).toMatchObject({ text: "Hello.", delta: "Hello.", errorCode: 0 });
});

test("messages in OpenAI's roles reach the worker in DB-GPT's", async () => {
  const { fleet, cluster } = setUp({ models });
  await fleet.chat.generate({
    model: "alpha",
    messages: [
      { role: "system", content: "Be kind." },
      { role: "user", content: "Hi" },
      { role: "view", content: "<b>shown</b>" },
    ],
    temperature: 0.5,
    maxNewTokens: 7,
  });
  const sent = cluster.requests.findLast((request) => request.path.endsWith("/generate"))?.body;
  expect(sent).toMatchObject({
    model: "alpha",
    messages: [
      { role: "system", content: "Be kind." },
      { role: "human", content: "Hi" },
    ],
    temperature: 0.5,
    max_new_tokens: 7,
    echo: false,
    version: "v2",
  });
});

test("embeddings come one per input, also for a single text", async () => {
  const { fleet } = setUp({ models });
  const vectors = await fleet.embed({ model: "embed", input: ["a", "b"] });
  expect(vectors).toHaveLength(2);
  expect(await fleet.embed({ model: "embed", input: "b" })).toEqual([vectors[1]]);
  expect(await fleet.embed({ model: "embed", input: [] })).toEqual([]);
});

test.each(["0.6", "0.8"] as const)("reranking puts the most relevant document first (%s)", async (generation) => {
  const { fleet } = setUp({ generation, models });
  const documents = ["cooking rice", "the colour of the sky", "painting"];
  const ranked = await fleet.rerank({ model: "rank", query: "colour of the sky", documents });
  expect(ranked.map(({ index }) => index)).toHaveLength(3);
  expect(ranked[0]?.index).toBe(1);
});

test("models come once each, sorted, and without those that are not chat models", async () => {
  const { fleet } = setUp({ models, workers: 2 });
  expect((await fleet.models()).map(({ model }) => model)).toEqual(["alpha", "beta"]);
});

test("a model that cannot say more of itself is listed all the same", async () => {
  const { fleet, cluster } = setUp({ models });
  cluster.fault("workers", {
    type: "status",
    route: "model_metadata",
    when: (request) => (request.body as { model: string }).model === "alpha",
  });
  expect((await fleet.models()).map(({ model }) => model)).toEqual(["alpha", "beta"]);
});

test("instances can be asked for by name and type", async () => {
  const { fleet } = setUp({ models, workers: 2 });
  const all = await fleet.instances();
  expect(all.map(({ workerKey }) => workerKey)).toContain("WorkerManager@service");
  expect(await fleet.instances({ modelName: "alpha" })).toHaveLength(2);
  expect(await fleet.instances({ modelName: "alpha", workerType: "llm" })).toHaveLength(2);
  expect(await fleet.instances({ workerType: "reranker" })).toHaveLength(2);
});

test("tokens are counted by the model", async () => {
  const { fleet } = setUp({ models });
  expect(await fleet.countTokens({ model: "alpha", prompt: "one two three" })).toBeGreaterThan(0);
});

test("a model starts and stops on a worker process", async () => {
  const { fleet, cluster } = setUp({ models, stoppedRows: "remove" });
  const [supported] = await fleet.workers.supported();
  expect(supported?.models.map(({ model }) => model)).toContain("alpha");
  const { host, port } = supported as { host: string; port: number };
  await fleet.workers.stop({ model: "alpha", host, port });
  expect(await fleet.instances({ modelName: "alpha" })).toEqual([]);
  await fleet.workers.start({ model: "alpha", host, port });
  expect(await fleet.instances({ modelName: "alpha" })).toHaveLength(1);
  expect(cluster.requests.some((request) => request.path.endsWith("/models/startup"))).toBe(true);
});

test("a model that runs is not started again over itself", async () => {
  const { fleet, cluster } = setUp({ models });
  await expect(fleet.workers.start({ model: "alpha" })).rejects.toThrow(/alpha@llm runs at worker-1.test:8001 already/);
  expect(cluster.requests.some((request) => request.path.endsWith("/models/startup"))).toBe(false);
});

test("a stopped model starts although its worker refuses once, as DB-GPT 0.7 to 0.8 do for the configured one", async () => {
  const { fleet, cluster } = setUp({ models });
  await fleet.workers.stop({ model: "alpha" });
  cluster.fault("workers", { type: "status", status: 500, route: "models/startup", times: 1 });
  await fleet.workers.start({ model: "alpha" });
  expect(await fleet.instances({ modelName: "alpha", healthyOnly: true })).toHaveLength(1);
});

test("a start that fails for a model that was not there is not tried again", async () => {
  const { fleet, cluster } = setUp({ models });
  const fault = cluster.fault("workers", { type: "status", status: 500, route: "models/startup" });
  await expect(fleet.workers.start({ model: "new" })).rejects.toMatchObject({ code: "http_status", status: 500 });
  expect(fault.met).toBe(1);
});

test("a model stops although the worker fails to deregister it, as DB-GPT 0.7 to 0.8 do", async () => {
  const { fleet, cluster } = setUp({ models, stoppedRows: "remove" });
  cluster.fault("workers", { type: "status", status: 500, route: "models/shutdown" });
  await fleet.workers.stop({ model: "alpha" });
  expect(await fleet.instances({ modelName: "alpha" })).toEqual([]);
});

test("a stop that fails for another reason says which", async () => {
  const { fleet } = setUp({ models });
  await expect(fleet.workers.stop({ model: "nowhere" })).rejects.toMatchObject({ code: "http_status", status: 500 });
  const elsewhere = fleet.workers.stop({ model: "alpha", host: "10.0.0.1", port: 1 });
  await expect(elsewhere).rejects.toThrow(/10\.0\.0\.1:1.*There are: worker-1\.test:8001/);
});

test("a restart reaches every worker and says what each answered", async () => {
  const { fleet } = setUp({ models, workers: 2, restart: "working" });
  const result = await fleet.workers.restart({ model: "alpha" });
  expect(result.success).toBe(true);
  expect(result.outputs).toHaveLength(2);
});

test.each(["restart", "apply"] as const)(
  "%s says that it reached nobody, though the model was there a moment ago",
  async (call) => {
    const { cluster, fleet } = setUp({ models });
    await fleet.chat.generate({ model: "alpha", messages: "Hi" });
    cluster.fault("controllers", { type: "empty-registry" });
    await expect(fleet.workers[call]({ model: "alpha", params: {} })).rejects.toMatchObject({
      code: "model_not_found",
    });
  },
);

test("a restart that loses the model says so, with the command that starts it again", async () => {
  const { fleet } = setUp({ models, generation: "0.6" });
  const result = await fleet.workers.restart({ model: "alpha" });
  expect(result.success).toBe(false);
  expect(result.outputs[0]?.error?.code).toBe("instance_lost");
  expect(result.message).toContain("modelfleet model start --model-name alpha --model-type llm --host");
});

test("a restart that reaches no worker is not said to have lost the model", async () => {
  const { fleet, cluster } = setUp({ models });
  cluster.fault("workers", { type: "refuse" });
  cluster.fault("controllers", { type: "unhealthy", worker: "worker-1" });
  const result = await fleet.workers.restart({ model: "alpha" });
  expect(result.outputs[0]?.error?.code).toBe("connection_failed");
});

test("new parameters that lose the model say so too", async () => {
  const { fleet } = setUp({ models, generation: "0.6" });
  const result = await fleet.workers.apply({ model: "alpha", params: { max_context_size: 2048 } });
  expect(result.success).toBe(false);
  expect(result.outputs[0]?.error?.code).toBe("instance_lost");
});

test("a parameter may be described by its name alone", async () => {
  const cluster = createStandInCluster({ models: [{ name: "alpha" }] });
  const bare = async (input: string | URL | Request, init?: RequestInit): Promise<Response> =>
    String(input).includes("parameter/descriptions")
      ? Response.json([{ param_name: "path" }])
      : cluster.fetch(input, init);
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: bare });
  expect(await fleet.workers.parameters({ model: "alpha" })).toMatchObject([{ paramName: "path", required: false }]);
});

test("parameters of a model are described", async () => {
  const { fleet } = setUp({ models });
  const parameters = await fleet.workers.parameters({ model: "alpha" });
  expect(parameters.length).toBeGreaterThan(0);
});

test("an error of the model is thrown, with what came before it", async () => {
  const { fleet, cluster } = setUp({ models });
  cluster.fault("workers", { type: "error", frame: 2, message: "out of memory", code: 7 });
  let text = "";
  const reading = (async () => {
    for await (const { delta } of fleet.chat.stream({ model: "beta", messages: "Why?" })) text += delta;
  })();
  const error = await reading.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(GenerationError);
  expect(error).toMatchObject({ code: "generation_failed", errorCode: 7, partialText: text });
  expect((error as Error).message).toContain("out of memory");
  await expect(fleet.chat.generate({ model: "beta", messages: "Why?" })).rejects.toThrow(GenerationError);
});

test.each([
  ["an unknown option", { model: "alpha", messages: "Hi", temperatur: 1 }, /temperatur/],
  ["an unknown role", { model: "alpha", messages: [{ role: "robot", content: "Hi" }] }, /"robot".*user/],
  ["no message", { model: "alpha", messages: [] }, /messages/],
  ["an @ in the name", { model: "alpha@llm", messages: "Hi" }, /without its type/],
])("%s is refused before anything is sent", async (_, request, message) => {
  const { fleet, cluster } = setUp({ models });
  const reading = (async () => {
    for await (const _ of fleet.chat.stream(request as never));
  })();
  await expect(reading).rejects.toThrow(InvalidInputError);
  await expect(fleet.chat.generate(request as never)).rejects.toThrow(message);
  expect(cluster.requests).toEqual([]);
});

test.each([
  [[null]],
  [[{ role: "user", content: null }]],
  [[{ role: "system" }]],
  [[{ role: "user", content: [null] }]],
  [[{ role: "user", content: [{ type: "image_url" }] }]],
  [[{ role: "user", content: [{ type: "input_audio" }] }]],
])("messages %j are refused as invalid input", async (messages) => {
  const { fleet, cluster } = setUp({ models });
  const asked = async () => fleet.chat.generate({ model: "alpha", messages: messages as never });
  await expect(asked()).rejects.toMatchObject({ code: "invalid_input" });
  expect(cluster.requests).toEqual([]);
});

test("a type that is undefined is the one by default", async () => {
  const { fleet } = setUp({ models, restart: "working" });
  expect(await fleet.workers.restart({ model: "alpha", workerType: undefined })).toMatchObject({ success: true });
});

test("user and password of a worker's address stay out of errors", async () => {
  const cluster = createStandInCluster({ models });
  const resolveWorkerUrl = ({ host, port }: { host: string; port: number }) => `http://ada:secret@${host}:${port}`;
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch, resolveWorkerUrl });
  cluster.fault("workers", { type: "malformed" });
  const stream = fleet.chat.stream({ model: "alpha", messages: "Hi" });
  await expect(stream.next()).rejects.toThrow(/POST http:\/\/worker-1[^@]*$/);
  cluster.fault("workers", { type: "garbage", body: "{}" });
  await expect(fleet.countTokens({ model: "alpha", prompt: "Hi" })).rejects.toThrow(/POST http:\/\/worker-1[^@]*$/);
});
