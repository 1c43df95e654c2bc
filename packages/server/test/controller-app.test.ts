import { createFleet, ModelRegistryClient } from "@modelfleet/client";
import type { CallOptions, ModelRegistry } from "@modelfleet/core";
import { createStandInCluster } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import { expect, test } from "vitest";
import { type AppOptions, controllerApp, MemoryModelRegistry } from "../src/index.ts";
import { clientOf, controllerUrl, Network } from "./cluster.ts";

const m = { workerKey: "m@llm", host: "10.0.0.1", port: 8001 };

function setUp(options?: AppOptions) {
  const registry = new MemoryModelRegistry();
  const app = controllerApp(registry, options);
  const network = new Network();
  network.apps.set(controllerUrl, app);
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.fetch(
      new Request(controllerUrl + path, {
        method,
        headers: { "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    );
  return { registry, network, client: clientOf(network), call };
}

test("the client's whole conversation", async () => {
  const { client } = setUp();
  expect(await client.health()).toEqual([{ url: controllerUrl, healthy: true }]);
  expect(await client.registerInstance({ ...m, weight: 2 })).toBe(true);
  expect(await client.sendHeartbeat({ ...m, port: 8002 })).toBe(true);
  expect(await client.getAllInstances("m@llm")).toMatchObject([
    { port: 8001, weight: 2, healthy: true },
    { port: 8002, weight: 1 },
  ]);
  expect(await client.deregisterInstance(m)).toBe(true);
  expect(await client.getAllModelInstances({ healthyOnly: true })).toMatchObject([{ port: 8002 }]);
  expect(await client.deregisterInstance(m, { removeFromRegistry: true })).toBe(true);
  expect(await client.getAllModelInstances()).toHaveLength(1);
  expect(await client.getAllInstances("nobody@llm")).toEqual([]);
});

test("rows have exactly the keys that Python clients of all versions know", async () => {
  const { client, call } = setUp();
  await client.registerInstance(m);
  const rows = (await (await call("GET", "/api/controller/models")).json()) as Record<string, unknown>[];
  expect(Object.keys(rows[0] ?? {})).toEqual([
    "model_name",
    "host",
    "port",
    "weight",
    "check_healthy",
    "healthy",
    "enabled",
    "prompt_template",
    "last_heartbeat",
  ]);
  expect(rows[0]?.last_heartbeat).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
});

test("nulls and fields of other versions, as Python sends them", async () => {
  const { registry, call } = setUp();
  const body = {
    model_name: " m@llm ",
    host: "10.0.0.1",
    port: 8001,
    weight: 1.0,
    check_healthy: true,
    healthy: false,
    enabled: true,
    prompt_template: null,
    last_heartbeat: null,
    remove_from_registry: null,
    colour: "red",
  };
  expect(await (await call("POST", "/api/controller/models", body)).json()).toBe(true);
  expect(await (await call("POST", "/api/controller/heartbeat", body)).json()).toBe(true);
  // Registering says that it lives, whatever `healthy` says.
  expect(await registry.getAllModelInstances()).toMatchObject([{ ...m, healthy: true }]);
});

test("the empty flag, with which the shutdown of workers of 0.7 to 0.8 fails against upstream's controller", async () => {
  const { registry, call } = setUp();
  await registry.registerInstance(m);
  const path = "/api/controller/models?model_name=m%40llm&host=10.0.0.1&port=8001&remove_from_registry=";
  expect((await call("DELETE", path)).status).toBe(200);
  expect(await registry.getAllModelInstances()).toMatchObject([{ healthy: false }]);
  expect((await call("DELETE", `${path}true`)).status).toBe(200);
  expect(await registry.getAllModelInstances()).toEqual([]);
  expect((await call("GET", "/api/controller/models?model_name=&healthy_only=")).status).toBe(200);
});

test.each<[string, string, string, unknown, string[]]>([
  ["nothing at all", "POST", "/api/controller/models", "", ["missing body"]],
  ["no JSON", "POST", "/api/controller/heartbeat", "{", ["json_invalid body"]],
  [
    "a wrong port and no name",
    "POST",
    "/api/controller/models",
    { host: "secret-host", port: "many" },
    ["missing body.model_name", "float_type body.port"],
  ],
  [
    "a port out of range",
    "POST",
    "/api/controller/models",
    { model_name: "m", host: "h", port: 0 },
    ["value_error body.port"],
  ],
  [
    "no query",
    "DELETE",
    "/api/controller/models",
    undefined,
    ["missing query.model_name", "missing query.host", "missing query.port"],
  ],
  [
    "a flag that is none",
    "GET",
    "/api/controller/models?healthy_only=perhaps",
    undefined,
    ["bool_parsing query.healthy_only"],
  ],
])("a request with %s is refused in FastAPI's form, without its input", async (_, method, path, body, faults) => {
  const { call } = setUp();
  const answer = await call(method, path, body);
  expect(answer.status).toBe(422);
  const text = await answer.text();
  const { detail } = JSON.parse(text) as { detail: { type: string; loc: string[]; msg: string }[] };
  expect(detail.map(({ type, loc }) => `${type} ${loc.join(".")}`)).toEqual(faults);
  for (const fault of detail) expect(Object.keys(fault)).toEqual(["type", "loc", "msg"]);
  expect(text).not.toMatch(/secret-host|many"|perhaps/);
});

test("unknown routes, wrong methods, bodies above the limit", async () => {
  const { call } = setUp({ maxBodyBytes: 100 });
  expect((await call("GET", "/api/controller/nothing")).status).toBe(404);
  const wrong = await call("PATCH", "/api/controller/models", "{}");
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, DELETE"]);
  expect((await call("GET", "/api/controller/heartbeat")).headers.get("allow")).toBe("POST");
  expect((await call("POST", "/api/controller/models", { model_name: "m".repeat(100) })).status).toBe(413);
});

test("authorize decides, preflights excepted, and CORS is an allow-list", async () => {
  const { call } = setUp({
    cors: ["https://app.test"],
    authorize: ({ headers }) => headers.get("authorization") === "Bearer t",
  });
  const origin = "https://app.test";
  const refused = await call("GET", "/api/health", undefined, { origin });
  expect(refused.status).toBe(401);
  // A page is to see why it was refused.
  expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
  const passed = await call("GET", "/api/health", undefined, { origin, authorization: "Bearer t" });
  expect(await passed.json()).toEqual({ status: "ok" });
  expect(passed.headers.get("access-control-expose-headers")).toContain("x-modelfleet-stream");
  const preflight = { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-a" };
  const allowed = await call("OPTIONS", "/api/controller/models", undefined, preflight);
  expect([allowed.status, allowed.headers.get("access-control-allow-headers")]).toEqual([204, "x-a"]);
  const stranger = await call("OPTIONS", "/api/controller/models", undefined, {
    ...preflight,
    origin: "https://x.test",
  });
  expect([stranger.status, stranger.headers.get("access-control-allow-origin")]).toEqual([403, null]);
});

test("over a client it is a proxy of another controller, faults included", async () => {
  const cluster = createStandInCluster({ models: [{ name: "m", type: "llm", answer: "hello" }] });
  const transport = createTransport({ fetch: cluster.fetch });
  const proxy = controllerApp(new ModelRegistryClient({ transport, controller: cluster.controllerUrl }));
  const network = new Network();
  network.apps.set(controllerUrl, proxy);
  const client = clientOf(network);
  expect(await client.getAllInstances("m@llm")).toMatchObject([{ modelName: "m", healthy: true }]);
  const fleet = createFleet({
    controller: controllerUrl,
    fetch: (input, init) =>
      String(input instanceof Request ? input.url : input).startsWith(controllerUrl)
        ? network.fetch(input, init)
        : cluster.fetch(input, init),
  });
  expect((await fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe("hello");
  cluster.fault("controllers", { type: "refuse" });
  const answer = await proxy.fetch(new Request(`${controllerUrl}/api/controller/models`));
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ detail: expect.stringContaining("No controller answered") });
});

test("a registry has the signal and the headers of each request, also one that adds to what it is given", async () => {
  const given: [string, CallOptions][] = [];
  const note = <T>(name: string, options: CallOptions | undefined, answer: T): T => {
    given.push([name, { ...options }]);
    return answer;
  };
  const registry: ModelRegistry = {
    registerInstance: async (_, options) => note("register", options, true),
    sendHeartbeat: async (_, options) => note("heartbeat", options, true),
    deregisterInstance: async (_, options) => note("deregister", options, true),
    getAllInstances: async (_, options) => note("of one key", options, []),
    getAllModelInstances: async (options) => note("all", options, []),
  };
  const app = controllerApp(registry);
  const leaving = new AbortController();
  const call = async (method: string, path: string, body?: object) => {
    const headers = { "content-type": "application/json", "x-request-id": "r-1" };
    const init = { method, headers, signal: leaving.signal, ...(body && { body: JSON.stringify(body) }) };
    expect((await app.fetch(new Request(controllerUrl + path, init))).status).toBe(200);
  };
  const row = { model_name: "m@llm", host: "10.0.0.1", port: 8001 };
  await call("POST", "/api/controller/models", row);
  await call("POST", "/api/controller/heartbeat", row);
  await call("DELETE", "/api/controller/models?model_name=m%40llm&host=10.0.0.1&port=8001");
  await call("GET", "/api/controller/models?model_name=m%40llm&healthy_only=true");
  await call("GET", "/api/controller/models");
  leaving.abort();
  expect(given.map(([name]) => name)).toEqual(["register", "heartbeat", "deregister", "of one key", "all"]);
  for (const [name, { headers, signal }] of given) {
    expect([name, headers?.["x-request-id"], signal?.aborted]).toEqual([name, "r-1", true]);
  }
  expect(given[3]?.[1]).toMatchObject({ healthyOnly: true });
});
