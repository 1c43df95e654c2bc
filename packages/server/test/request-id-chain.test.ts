import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createNodeTransport } from "@modelfleet/transport/node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  apiApp,
  combineApps,
  controllerApp,
  LocalWorkerManager,
  MemoryModelRegistry,
  type ModelDefinition,
  workerApp,
} from "../src/index.ts";
import { type FetchHandler, type ServedApp, type ServedRequest, serve } from "../src/node/index.ts";
import { testEngines } from "./test-engine.ts";

// Five servers, and the first request to each, take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type Layer = "api" | "gateway" | "proxy" | "controller" | "worker";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const traced = { "x-request-id": "r-42", traceparent: `00-${traceId}-${spanId}-01` };

const models: readonly ModelDefinition[] = [
  { name: "m" },
  { name: "crashes", params: { crash: true } },
  { name: "fails", params: { outputs: [{ text: "no", delta: "no", errorCode: 1 }] } },
];

/** An API, before a gateway, before a worker; and a controller behind a proxy: each on a port of its own. */
class Servers {
  readonly engines = testEngines();
  readonly urls = {} as Record<Layer, string>;
  /** What each layer was sent, and what it told when it was over. */
  readonly came: { layer: Layer; path: string; headers: Headers }[] = [];
  readonly #over: { layer: Layer; served: ServedRequest }[] = [];
  readonly #open: (() => Promise<unknown>)[] = [];

  async start(): Promise<void> {
    await this.#serve("controller", controllerApp(new MemoryModelRegistry()));
    const transport = createNodeTransport();
    this.#open.push(() => transport.close());
    const registryAt = (layer: Layer) => new ModelRegistryClient({ transport, controller: this.urls[layer] });
    await this.#serve("proxy", controllerApp(registryAt("controller")));
    const address = { host: "127.0.0.1", port: 0 };
    const manager = new LocalWorkerManager({
      engines: { test: this.engines },
      address: () => address,
      registries: [registryAt("controller")],
    });
    for (const model of models) await manager.addModel(model);
    address.port = (await this.#serve("worker", workerApp(manager))).port;
    await manager.start();
    this.#open.push(() => manager.stop());
    const behind = new RemoteWorkerManager({ registry: registryAt("proxy"), transport });
    await this.#serve("gateway", combineApps(controllerApp(registryAt("proxy")), workerApp(behind)));
    const registry = registryAt("gateway");
    const gateway = this.urls.gateway;
    await this.#serve("api", apiApp(new RemoteWorkerManager({ registry, transport, gateway }), registry));
  }

  post(layer: Layer, path: string, body: unknown, headers: Record<string, string> = traced): Promise<Response> {
    return fetch(this.urls[layer] + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Ids by layer of those requests that are over. */
  idsOf(path: RegExp): Record<string, string | undefined> {
    const those = this.#over.filter(({ served }) => path.test(served.path));
    return Object.fromEntries(those.map(({ layer, served }) => [layer, served.requestId]));
  }

  async stop(): Promise<void> {
    for (const close of this.#open.splice(0).reverse()) await close();
  }

  async #serve(layer: Layer, app: FetchHandler): Promise<ServedApp> {
    const noting: FetchHandler = {
      fetch: (request, connection) => {
        this.came.push({ layer, path: new URL(request.url).pathname, headers: request.headers });
        return app.fetch(request, connection);
      },
    };
    const served = await serve(noting, { onRequest: (served) => this.#over.push({ layer, served }) });
    this.#open.push(() => served.close({ drainMs: 0 }));
    this.urls[layer] = served.url;
    return served;
  }
}

let servers: Servers;
beforeEach(async () => {
  servers = new Servers();
  await servers.start();
});
afterEach(() => servers.stop());

const chat = (model: string, stream = false) => ({ model, stream, messages: [{ role: "user", content: "hi" }] });

it.each([false, true])("a chat has one id and one trace through all servers (streamed: %s)", async (stream) => {
  const answer = await servers.post("api", "/v1/chat/completions", chat("m", stream));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-request-id")).toBe("r-42");
  expect(await answer.text()).toContain("one");
  const asked = servers.came.filter(({ path }) => /^\/(v1|api\/worker)\/.*(completions|generate)/.test(path));
  expect(asked.map(({ layer }) => layer)).toEqual(["api", "gateway", "worker"]);
  for (const { headers } of asked.slice(1)) {
    expect(headers.get("x-request-id")).toBe("r-42");
    expect(headers.get("traceparent")).toBe(traced.traceparent);
    expect(headers.get("db-gpt-trace-span-id")).toBe(`${traceId}:${spanId}`);
  }
  expect(servers.engines.made[0]?.requests[0]?.spanId).toBe(`${traceId}:${spanId}`);
  // Logs of each know it by the same id.
  await expect
    .poll(() => servers.idsOf(/completions|generate/), { timeout: 20_000 })
    .toEqual({ api: "r-42", gateway: "r-42", worker: "r-42" });
});

it("a list of models has one id through API, gateway, proxy and controller", async () => {
  const answer = await fetch(`${servers.urls.api}/v1/models`, { headers: traced });
  expect(await answer.json()).toMatchObject({ data: [{ id: "crashes" }, { id: "fails" }, { id: "m" }] });
  const asked = servers.came.filter(({ headers }) => headers.get("x-request-id") === "r-42");
  expect(asked.map(({ layer }) => layer)).toEqual(["api", "gateway", "proxy", "controller"]);
  for (const { headers } of asked.slice(1)) {
    expect(headers.get("db-gpt-trace-span-id")).toBe(`${traceId}:${spanId}`);
  }
});

it.each([
  ["api", "/v1/chat/completions", chat("absent"), 404],
  ["api", "/v1/chat/completions", chat("crashes"), 500],
  ["api", "/v1/chat/completions", chat("fails"), 500],
  ["api", "/v1/chat/completions", { model: "m" }, 400],
  ["api", "/v1/elsewhere", {}, 404],
  ["api", "/elsewhere", {}, 404],
  ["gateway", "/api/worker/count_token", { model: "absent", prompt: "x" }, 503],
  ["gateway", "/api/worker/generate", {}, 422],
  ["gateway", "/elsewhere", {}, 404],
  ["proxy", "/api/controller/heartbeat", {}, 422],
  ["controller", "/elsewhere", {}, 404],
  ["worker", "/api/worker/apply", { model: "absent", apply_type: "stop" }, 404],
  ["worker", "/elsewhere", {}, 404],
] as const)("%s: POST %s with %j fails by its id", async (layer, path, body, status) => {
  const answer = await servers.post(layer, path, body);
  await answer.text();
  expect([answer.status, answer.headers.get("x-request-id")]).toEqual([status, "r-42"]);
});

it("a server whose app throws answers by an id, and tells it", async () => {
  const told = Promise.withResolvers<ServedRequest>();
  const app = { fetch: () => Promise.reject(new Error("a fault of the app's")) };
  await using served = await serve(app, { onError: () => undefined, onRequest: told.resolve });
  const answer = await fetch(served.url, { headers: { "x-request-id": "r-42" } });
  expect([answer.status, answer.headers.get("x-request-id")]).toEqual([500, "r-42"]);
  expect(await told.promise).toMatchObject({ status: 500, requestId: "r-42" });
});

it("figures that are refused, or are not there, are refused by an id", async () => {
  const shut = controllerApp(new MemoryModelRegistry(), { authorize: () => false });
  for (const app of [shut, combineApps(shut), combineApps()]) {
    const asked = new Request("http://10.0.0.1:8000/metrics", { headers: { "x-request-id": "r-42" } });
    expect((await app.fetch(asked)).headers.get("x-request-id")).toBe("r-42");
  }
});
