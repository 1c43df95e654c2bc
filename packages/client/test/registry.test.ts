import { createFleet, ModelRegistryClient, type RegistryCacheOptions, roundRobin } from "@modelfleet/client";
import { createStandInCluster, type StandInFault } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import { expect, onTestFinished, test, vi } from "vitest";

const models = [{ name: "m", type: "llm", answer: "one two three" }] as const;

function setUp(controllers: number, options: RegistryCacheOptions = {}) {
  const cluster = createStandInCluster({ models, controllers });
  const { fetch, controllerUrl: controller } = cluster;
  const fleet = createFleet({ controller, fetch, cache: options });
  const registry = new ModelRegistryClient({ controller, transport: createTransport({ fetch }) });
  const chat = () => fleet.chat.generate({ model: "m", messages: "Hi" });
  const listings = () => cluster.requests.filter(({ path }) => path === "/api/controller/models").length;
  return { cluster, fleet, registry, chat, listings };
}

test("no request waits for the registry while a fresh answer is at hand", async () => {
  let now = 0;
  const { chat, listings, cluster } = setUp(1, { now: () => now });
  for (let request = 0; request < 5; request++) await chat();
  expect(listings()).toBe(1);
  now = 6_000;
  cluster.fault("controllers", { type: "hang" });
  await chat();
  expect(listings()).toBe(2);
});

test("a cached answer outlives an outage of the controllers", async () => {
  let now = 0;
  const { chat, cluster } = setUp(1, { now: () => now });
  await chat();
  cluster.fault("controllers", { type: "refuse" });
  now = 3_600_000;
  expect(await chat()).toMatchObject({ text: "one two three" });
});

test("a controller that says nothing does not hold up a request for which an older answer is at hand", async () => {
  let now = 0;
  const { chat, cluster, listings } = setUp(1, { now: () => now, patienceMs: 10 });
  await chat();
  const silent = cluster.fault("controllers", { type: "hang" });
  now = 61_000;
  expect(await chat()).toMatchObject({ text: "one two three" });
  // Nor once an instance has failed: here the only one, which is asked again.
  cluster.fault("workers", { type: "refuse", times: 1 });
  await expect(chat()).rejects.toMatchObject({ code: "connection_failed" });
  expect(await chat()).toMatchObject({ text: "one two three" });
  expect(listings()).toBe(2);
  silent();
});

test("a controller that says nothing holds up a request once, however many instances fail under it", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const cluster = createStandInCluster({ models, workers: 5 });
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch, cache: { patienceMs: 5_000 } });
  const chat = () => fleet.chat.generate({ model: "m", messages: "Hi" });
  await chat();
  cluster.fault("controllers", { type: "hang" });
  cluster.fault("workers", { type: "refuse" });
  let ended = false;
  const failing = chat().finally(() => {
    ended = true;
  });
  failing.catch(() => {});
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ended).toBe(false);
  // Its pauses between the five, and less than its patience.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ended).toBe(true);
  await expect(failing).rejects.toMatchObject({ code: "no_healthy_instance" });
});

test("a cached answer outlives an outage also where callers ask for a thousand models that are not there", {
  timeout: 30_000,
}, async () => {
  const { chat, cluster, fleet } = setUp(1);
  await chat();
  for (let number = 0; number < 1_000; number++) {
    await fleet.countTokens({ model: `absent-${number}`, prompt: "Hi" }).catch(() => {});
  }
  cluster.fault("controllers", { type: "refuse" });
  expect(await chat()).toMatchObject({ text: "one two three" });
});

test("a cached answer outlives a controller that does not know its workers yet", async () => {
  let now = 0;
  const { chat, cluster, listings } = setUp(2, { now: () => now });
  const [, second] = cluster.controllers;
  const standby = new ModelRegistryClient({
    controller: second?.url ?? "",
    transport: createTransport({ fetch: cluster.fetch }),
  });
  for (const row of await standby.getAllInstances("m@llm")) {
    await standby.deregisterInstance(row, { removeFromRegistry: true });
  }
  await chat();
  cluster.fault("controller-1", { type: "refuse" });
  for (now = 6_000; now < 120_000; now += 6_000) expect(await chat()).toMatchObject({ text: "one two three" });
  expect(listings()).toBeGreaterThan(2);
  now = 130_000;
  await expect(chat()).rejects.toMatchObject({ code: "model_not_found" });
});

test("a cached answer outlives a controller that was suspended, and takes all workers for dead until they beat", async () => {
  let now = 0;
  const { chat, cluster } = setUp(1, { now: () => now });
  await chat();
  const registry = new ModelRegistryClient({
    controller: cluster.controllerUrl,
    transport: createTransport({ fetch: cluster.fetch }),
  });
  // Without `removeFromRegistry` the row stays, as one that is not healthy.
  for (const row of await registry.getAllInstances("m@llm")) await registry.deregisterInstance(row);
  expect(await registry.getAllInstances("m@llm")).toMatchObject([{ healthy: false }]);
  for (now = 6_000; now < 120_000; now += 6_000) expect(await chat()).toMatchObject({ text: "one two three" });
  now = 130_000;
  await expect(chat()).rejects.toMatchObject({ code: "no_healthy_instance" });
});

test("a model that was stopped and removed is not looked for at its worker", async () => {
  const cluster = createStandInCluster({ models, stoppedRows: "remove" });
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch });
  await fleet.chat.generate({ model: "m", messages: "Hi" });
  await fleet.workers.stop({ model: "m" });
  await expect(fleet.chat.generate({ model: "m", messages: "Hi" })).rejects.toMatchObject({ code: "model_not_found" });
});

test("a failure to reach an instance asks the registry anew", async () => {
  const { chat, cluster, listings } = setUp(1);
  await chat();
  const down = cluster.fault("workers", { type: "refuse" });
  await expect(chat()).rejects.toMatchObject({ code: "connection_failed" });
  expect(listings()).toBe(2);
  down();
  expect(await chat()).toMatchObject({ text: "one two three" });
});

test.each(["a stream", "generate"])(
  "a worker that no longer runs the model asks the registry anew: %s",
  async (call) => {
    const cluster = createStandInCluster({ models, workers: 2 });
    const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch, policy: roundRobin });
    cluster.fault("worker-1", { type: "error", message: "Cound not found worker instances for model name m" });
    const request = { model: "m", messages: "Hi" };
    const answer =
      call === "generate" ? await fleet.chat.generate(request) : (await fleet.chat.stream(request).next()).value;
    expect(answer).toMatchObject({ errorCode: 0 });
    expect(cluster.requests.filter(({ path }) => path === "/api/controller/models")).toHaveLength(2);
  },
);

test("an answer that was asked for before an instance failed is asked for again after it", async () => {
  let now = 0;
  const { chat, cluster, listings } = setUp(1, { now: () => now });
  await chat();
  now = 6_000;
  const late = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  cluster.fault("workers", { type: "delay", until: late.promise, times: 1 });
  cluster.fault("workers", { type: "drop", times: 1 });
  cluster.fault("controllers", { type: "delay", until: answer.promise, times: 1 });
  // Answered from the cache, while the question that is asked in the background waits.
  const failing = chat().catch(() => {});
  await cluster.waitFor((event) => event.type === "request" && event.server === "worker-1", { future: true });
  expect(listings()).toBe(2);
  late.resolve();
  answer.resolve();
  await failing;
  await chat();
  expect(listings()).toBe(3);
});

test("requests at the same time share one question", async () => {
  const { chat, listings } = setUp(1);
  await Promise.all(Array.from({ length: 10 }, chat));
  expect(listings()).toBe(1);
});

test("the second controller answers where the first one does not", async () => {
  const { cluster, chat, registry } = setUp(2);
  const down = cluster.fault("controller-1", { type: "refuse" });
  expect(await chat()).toMatchObject({ text: "one two three" });
  await registry.getAllModelInstances();
  await registry.getAllModelInstances();
  expect(down.met).toBe(2);
  expect(await registry.health()).toMatchObject([{ healthy: false }, { healthy: true }]);
});

test("registrations, heartbeats and removals go to every controller", async () => {
  const { cluster, registry } = setUp(2);
  const instance = { workerKey: "new@llm", host: "10.0.0.9", port: 8001 };
  expect(await registry.registerInstance(instance)).toBe(true);
  expect(await registry.sendHeartbeat(instance)).toBe(true);
  for (const { url } of cluster.controllers) {
    const alone = new ModelRegistryClient({ controller: url, transport: createTransport({ fetch: cluster.fetch }) });
    expect(await alone.getAllInstances("new@llm")).toMatchObject([{ host: "10.0.0.9", weight: 1, enabled: true }]);
  }
  expect(await registry.deregisterInstance(instance, { removeFromRegistry: true })).toBe(true);
  expect(await registry.getAllInstances("new@llm", { healthyOnly: true })).toEqual([]);
});

test("an unknown model names those there are", async () => {
  const { fleet } = setUp(1);
  const error = await fleet.chat.generate({ model: "other", messages: "Hi" }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "model_not_found", workerKey: "other@llm", knownModels: ["m"] });
});

test.each(["unhealthy", "disabled"] as const)("a model whose instances are %s is not tried", async (type) => {
  const { cluster, chat } = setUp(1);
  cluster.fault("controllers", { type });
  await expect(chat()).rejects.toMatchObject({ code: "no_healthy_instance" });
  expect(cluster.requests.some(({ path }) => path.includes("/api/worker/"))).toBe(false);
});

test.each<[string, StandInFault, string]>([
  ["is not there", { type: "refuse" }, "controller_unavailable"],
  ["shows a web page", { type: "html", status: 200 }, "unexpected_content_type"],
  ["answers 500", { type: "status" }, "http_status"],
  ["answers what is not JSON", { type: "garbage" }, "invalid_response"],
  ["answers another shape", { type: "garbage", body: '[{"host": 5}]' }, "invalid_response"],
])("a controller that %s is an error of its own", async (_, fault, code) => {
  const { cluster, chat, fleet } = setUp(1);
  cluster.fault("controllers", fault);
  await expect(chat()).rejects.toMatchObject({ code });
  const error = await fleet.instances().catch((reason: unknown) => reason as Error);
  expect((error as Error).message).toContain("http://controller-1.test:8000");
});

test("only one request waits for controllers that stay away", async () => {
  let now = 0;
  const { chat, cluster, listings } = setUp(1, { now: () => now });
  await chat();
  const away = cluster.fault("controllers", { type: "refuse" });
  now = 3_600_000;
  await chat();
  away();
  cluster.fault("controllers", { type: "hang" });
  expect(await chat()).toMatchObject({ text: "one two three" });
  // What was refused never arrived.
  expect(listings()).toBe(2);
});

test("controllers that answered with an error are not said to be away", async () => {
  const { cluster, registry } = setUp(2);
  cluster.fault("controllers", { type: "status", status: 401 });
  await expect(registry.getAllModelInstances()).rejects.toMatchObject({ code: "http_status", status: 401 });
});
