import {
  createFleet,
  type FleetOptions,
  ModelRegistryClient,
  RemoteWorkerManager,
  roundRobin,
} from "@modelfleet/client";
import { HttpStatusError } from "@modelfleet/core";
import { createStandInCluster } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import { expect, test } from "vitest";
import { combineApps, controllerApp, MemoryModelRegistry, type WorkerAppOptions, workerApp } from "../src/index.ts";
import { Network, settled } from "./cluster.ts";

const gateway = "https://app.test";
const json = { "content-type": "application/json" };

/** A page's client that reaches nothing but the gateway, which alone reaches a cluster of Python's kind. */
function setUp(options: WorkerAppOptions = {}, fleetOptions: Partial<FleetOptions> = {}, workers = 3) {
  const models = [{ name: "m", type: "llm", answer: "one two three", thinking: "hm so" }] as const;
  const cluster = createStandInCluster({ models, workers });
  const transport = createTransport({ fetch: cluster.fetch });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  const manager = new RemoteWorkerManager({ registry, transport, policy: roundRobin });
  const app = combineApps(controllerApp(registry), workerApp(manager, options));
  const network = new Network();
  network.apps.set(gateway, app);
  const fleet = createFleet({
    controller: gateway,
    gateway,
    fetch: network.fetch,
    policy: roundRobin,
    ...fleetOptions,
  });
  const asked = () =>
    cluster.requests.filter(({ path }) => path.startsWith("/api/worker/")).map(({ server }) => server);
  return { cluster, network, fleet, asked };
}

const read = async (fleet: ReturnType<typeof createFleet>) => {
  let text = "";
  let thinking = "";
  for await (const { delta, thinkingDelta = "" } of fleet.chat.stream({ model: "m", messages: "Hi" })) {
    text += delta;
    thinking += thinkingDelta;
  }
  return { text, thinking };
};

test("the client chooses, and each call goes to exactly that instance", async () => {
  const { network, fleet, asked } = setUp();
  for (let i = 0; i < 3; i++) expect(await read(fleet)).toEqual({ text: "one two three", thinking: "hm so" });
  expect(asked().sort()).toEqual(["worker-1", "worker-2", "worker-3"]);
  const streams = network.requests.filter(({ url }) => url.endsWith("generate_stream"));
  expect(new Set(streams.map(({ headers }) => headers.get("x-modelfleet-instance"))).size).toBe(3);
});

test("every call has its way through", async () => {
  const { fleet } = setUp();
  expect((await fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe("one two three");
  expect(await fleet.models()).toMatchObject([{ model: "m" }]);
  expect(await fleet.countTokens({ model: "m", prompt: "a b" })).toBe(2);
  expect((await fleet.workers.parameters({ model: "m" })).length).toBeGreaterThan(0);
  expect(await fleet.workers.supported()).toHaveLength(3);
  const [row] = await fleet.instances({ modelName: "m" });
  await fleet.workers.start({ model: "new", host: row?.host, port: row?.port });
  expect(await fleet.instances({ modelName: "new" })).toMatchObject([{ host: row?.host, port: row?.port }]);
});

test("an action reaches each instance once", async () => {
  const { fleet, asked } = setUp();
  expect(await fleet.workers.apply({ model: "m", params: {} })).toMatchObject({ success: true, outputs: [{}, {}, {}] });
  expect(asked().sort()).toEqual(["worker-1", "worker-2", "worker-3"]);
});

test("the client fails over, the gateway does not", async () => {
  const { cluster, fleet, asked } = setUp();
  cluster.fault("worker-1", { type: "refuse" });
  cluster.fault("worker-2", { type: "refuse" });
  expect(await read(fleet)).toMatchObject({ text: "one two three" });
  expect(asked()).toEqual(["worker-3"]);
});

test("workers that the gateway cannot reach are all passed over, and rest", async () => {
  const { cluster, fleet, asked, network } = setUp({}, {}, 4);
  for (const worker of ["worker-1", "worker-2", "worker-3"]) cluster.fault(worker, { type: "refuse" });
  expect((await read(fleet)).text).toBe("one two three");
  expect(asked()).toEqual(["worker-4"]);
  const tries = () => network.requests.filter(({ url }) => url.endsWith("generate_stream")).length;
  const before = tries();
  await read(fleet);
  expect(tries() - before).toBe(1);
});

test("a request that its workers die of reaches two of them at most, and they rest", async () => {
  const { cluster, fleet, asked } = setUp({}, {}, 5);
  cluster.fault("workers", { type: "drop" });
  await expect(read(fleet)).rejects.toMatchObject({ code: "http_status", status: 502 });
  expect(asked()).toHaveLength(2);
  const [first, second] = asked();
  cluster.reset();
  for (let i = 0; i < 6; i++) await read(fleet);
  expect(asked().slice(2)).not.toContain(first);
  expect(asked().slice(2)).not.toContain(second);
});

test("without the header the gateway chooses and fails over itself", async () => {
  const { cluster, network, asked } = setUp();
  cluster.fault("worker-1", { type: "refuse" });
  cluster.fault("worker-2", { type: "refuse" });
  const init = { method: "POST", headers: json, body: JSON.stringify({ model: "m", messages: [] }) };
  const answer = await network.fetch(`${gateway}/api/worker/generate`, init);
  expect(answer.status).toBe(200);
  expect(asked()).toEqual(["worker-3"]);
});

test.each([
  ["10.9.9.9:8001", 200],
  ["nonsense", 422],
  ["host:99999", 422],
])("an instance %s that nobody registered is never called", async (instance, status) => {
  const { network, asked } = setUp();
  const headers = { ...json, "x-modelfleet-instance": instance };
  const prompt = { method: "POST", headers, body: JSON.stringify({ model: "m", messages: [] }) };
  const answer = await network.fetch(`${gateway}/api/worker/generate`, prompt);
  expect(answer.status).toBe(status);
  if (status === 200)
    expect(await answer.json()).toMatchObject({ error_code: 1, text: expect.stringMatching(/not found worker/i) });
  const apply = { method: "POST", headers, body: JSON.stringify({ model: "m", apply_type: "stop" }) };
  expect((await network.fetch(`${gateway}/api/worker/apply`, apply)).status).toBe(status === 200 ? 503 : 422);
  expect(asked()).toEqual([]);
});

test("an instance that has just registered is reached, whatever the gateway has at hand", async () => {
  const { cluster, network, asked } = setUp();
  const ask = (headers: Record<string, string> = {}) =>
    network.fetch(`${gateway}/api/worker/generate`, {
      method: "POST",
      headers: { ...json, ...headers },
      body: JSON.stringify({ model: "m", messages: [] }),
    });
  await ask();
  cluster.relocate("worker-1", "http://10.7.7.7:9999");
  const before = asked().length;
  const answer = await ask({ "x-modelfleet-instance": "10.7.7.7:9999" });
  expect(await answer.json()).toMatchObject({ error_code: 0 });
  expect(asked().slice(before)).toEqual(["worker-1"]);
});

test("while no controller answers, a client gets to those instances that its gateway knows", async () => {
  const { cluster, network, fleet, asked } = setUp();
  const body = JSON.stringify({ model: "m", messages: [] });
  await network.fetch(`${gateway}/api/worker/generate`, { method: "POST", headers: json, body });
  cluster.relocate("worker-1", "http://10.7.7.7:9999");
  cluster.relocate("worker-2", "http://10.7.7.8:9999");
  await read(fleet);
  const before = asked().length;
  cluster.fault("controllers", { type: "refuse" });
  for (let i = 0; i < 3; i++) expect(await read(fleet)).toMatchObject({ text: "one two three" });
  expect(await fleet.chat.generate({ model: "m", messages: "Hi" })).toMatchObject({ text: "one two three" });
  expect(await fleet.countTokens({ model: "m", prompt: "a b" })).toBe(2);
  expect(new Set(asked().slice(before))).toEqual(new Set(["worker-3"]));
});

test.each([
  ["generate_stream", 3],
  ["generate_stream", 1],
  // The first of them is away, by the proxy before it: all failed, and the last one's answer is why.
  ["generate_stream", 2],
  ["generate", 2],
  ["count_token", 2],
])("that workers are busy, and until when, goes through (%s, %i workers)", async (path, workers) => {
  const { cluster, network, asked } = setUp({}, {}, workers);
  if (workers === 2) cluster.fault("worker-1", { type: "status", status: 502 });
  cluster.fault("workers", { type: "status", status: 429, retryAfter: 7 });
  const body = JSON.stringify({ model: "m", prompt: "Hi" });
  const busy = await network.fetch(`${gateway}/api/worker/${path}`, { method: "POST", headers: json, body });
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(asked()).toHaveLength(Math.min(workers, 2));
});

test("a status that HTTP does not know is that of a bad gateway", async () => {
  const manager = new RemoteWorkerManager({
    registry: new MemoryModelRegistry(),
    transport: createTransport({ fetch: () => Promise.reject(new Error("not asked")) }),
  });
  manager.countToken = () => Promise.reject(new HttpStatusError("POST /x: status 700: full", { status: 700 }));
  const body = JSON.stringify({ model: "m", prompt: "Hi" });
  const init = { method: "POST", headers: json, body };
  const answer = await workerApp(manager).fetch(new Request(`${gateway}/api/worker/count_token`, init));
  expect([answer.status, await answer.json()]).toEqual([502, { detail: "POST /x: status 700: full" }]);
});

test("a worker that answers with what is no answer is a 500, a silent cluster a 503", async () => {
  const { cluster, network } = setUp();
  const call = () =>
    network.fetch(`${gateway}/api/worker/generate_stream`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ model: "m" }),
    });
  cluster.fault("workers", { type: "html", status: 200 });
  // A 502 would say that it was never asked, and the request go through the fleet.
  expect((await call()).status).toBe(500);
  cluster.reset();
  cluster.fault("workers", { type: "refuse" });
  expect((await call()).status).toBe(503);
});

test("a page that leaves stops the worker behind the gateway", async () => {
  const { cluster, fleet } = setUp();
  for await (const _ of fleet.chat.stream({ model: "m", messages: "Hi" })) break;
  await settled();
  await cluster.idle();
  expect(cluster.cancelled).toBe(1);
});

test("each app's guard stands before its own routes only", async () => {
  const { network } = setUp({ authorize: () => false });
  expect((await network.fetch(`${gateway}/api/controller/models`)).status).toBe(200);
  expect((await network.fetch(`${gateway}/api/worker/models/supports`)).status).toBe(401);
  expect((await network.fetch(`${gateway}/elsewhere`)).status).toBe(404);
});
