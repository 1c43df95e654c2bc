import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createStandInCluster, type StandInCluster } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import { describe, expect, it } from "vitest";
import { apiApp, controllerApp, MemoryModelRegistry, workerApp } from "../src/index.ts";
import { post } from "./cluster.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const traced = { "x-request-id": "r-1", traceparent: `00-${traceId}-${spanId}-01`, tracestate: "vendor=1" };
const prompt = { model: "m", messages: [{ role: "human", content: "hi" }] };
const chat = { model: "m", messages: [{ role: "user", content: "hi" }] };

interface Servers {
  cluster: StandInCluster;
  app: Record<"gateway" | "api" | "proxy" | "controller", ReturnType<typeof workerApp>>;
}

function servers(): Servers {
  const cluster = createStandInCluster({ models: [{ name: "m" }] });
  const transport = createTransport({ fetch: cluster.fetch });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  const manager = new RemoteWorkerManager({ registry, transport });
  const app = {
    gateway: workerApp(manager),
    api: apiApp(manager, registry),
    proxy: controllerApp(registry),
    controller: controllerApp(new MemoryModelRegistry(), { authorize: () => false }),
  };
  return { cluster, app };
}

function headed(request: Request, headers: Readonly<Record<string, string>>): Request {
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  return request;
}

describe("an answer carries its request's id", () => {
  it.each([
    ["gateway", "/api/worker/generate", prompt, 200],
    ["gateway", "/api/worker/generate_stream", prompt, 200],
    ["gateway", "/api/worker/generate", {}, 422],
    ["gateway", "/api/worker/nothing", {}, 404],
    ["api", "/v1/chat/completions", chat, 200],
    ["api", "/v1/chat/completions", {}, 400],
    ["proxy", "/api/controller/heartbeat", {}, 422],
    ["proxy", "/api/health", {}, 405],
    ["controller", "/api/controller/models", {}, 401],
  ] as const)("%s: POST %s", async (name, path, body, status) => {
    const { app } = servers();
    const own = await app[name].fetch(headed(post(path, body), { "x-request-id": "r-1" }));
    expect(own.status).toBe(status);
    expect(own.headers.get("x-request-id")).toBe("r-1");
    await own.text();
    // What cannot stand in a log is not taken over.
    const made = await app[name].fetch(headed(post(path, body), { "x-request-id": "two words" }));
    expect(made.headers.get("x-request-id")).toMatch(/^req_[\da-f-]{36}$/);
    await made.text();
  });
});

describe("what a request causes carries its id and its trace", () => {
  it.each([
    ["gateway", "/api/worker/generate_stream", prompt],
    ["gateway", "/api/worker/count_token", { model: "m", prompt: "x" }],
    ["api", "/v1/chat/completions", { ...chat, stream: true }],
  ] as const)("%s: POST %s", async (name, path, body) => {
    const { app, cluster } = servers();
    await (await app[name].fetch(headed(post(path, body), traced))).text();
    const sent = cluster.requests.findLast(({ path: to }) => to.startsWith("/api/worker/"));
    expect(sent?.headers).toMatchObject({ ...traced, "db-gpt-trace-span-id": `${traceId}:${spanId}` });
  });

  it("proxy: to the controllers behind it", async () => {
    const { app, cluster } = servers();
    await app.proxy.fetch(new Request("http://10.0.0.1:8000/api/controller/models", { headers: traced }));
    expect(cluster.requests.at(-1)?.headers).toMatchObject(traced);
  });

  it("DB-GPT's own header goes before, and what is neither is left out", async () => {
    const { app, cluster } = servers();
    const headers = { traceparent: "00-no", tracestate: "\u00ff", "db-gpt-trace-span-id": "a:b" };
    await (await app.gateway.fetch(headed(post("/api/worker/generate", prompt), headers))).text();
    const sent = cluster.requests.at(-1)?.headers;
    expect(sent).toMatchObject({ "db-gpt-trace-span-id": "a:b" });
    expect(sent).not.toHaveProperty("traceparent");
    expect(sent).not.toHaveProperty("tracestate");
  });

  it("api: the prompt names the span as DB-GPT's workers read it", async () => {
    const { app, cluster } = servers();
    await (await app.api.fetch(headed(post("/v1/chat/completions", chat), traced))).text();
    const sent = cluster.requests.findLast(({ path }) => path.endsWith("/generate"));
    expect(sent?.body).toMatchObject({ span_id: `${traceId}:${spanId}` });
  });
});
