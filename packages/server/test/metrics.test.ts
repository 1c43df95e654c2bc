import { RemoteWorkerManager } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { describe, expect, it } from "vitest";
import { apiApp, combineApps, controllerApp, MemoryModelRegistry, workerApp } from "../src/index.ts";
import { expositionText } from "../src/metrics/exposition.ts";
import { type ClusterSetUp, type ClusterSetUpOptions, clientOf, post, settled, setUpCluster } from "./cluster.ts";

const ask = (model = "m"): Request =>
  post("/api/worker/generate_stream", { model, messages: [{ role: "human", content: "hi" }] });

async function metricsOf(app: { fetch(request: Request): Response | Promise<Response> }): Promise<string[]> {
  const answer = await app.fetch(new Request("http://10.0.0.1:8001/metrics"));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return (await answer.text()).split("\n");
}

async function meteredCluster(
  options: ClusterSetUpOptions = {},
): Promise<ClusterSetUp & { app: ReturnType<typeof workerApp> }> {
  const cluster = await setUpCluster(options);
  return { ...cluster, app: workerApp(cluster.manager) };
}

const requests = (outcome: string, count: number): string =>
  `modelfleet_worker_requests_total{model="m",worker_type="llm",outcome="${outcome}"} ${count}`;
const gauge = (name: string, value: number): string =>
  `modelfleet_worker_${name}{model="m",worker_type="llm"} ${value}`;

describe("a worker's figures", () => {
  it("count what was answered, its tokens and its time", async () => {
    await using cluster = await meteredCluster();
    await (await cluster.app.fetch(ask())).text();
    const lines = await metricsOf(cluster.app);
    expect(lines).toContain("# TYPE modelfleet_worker_requests_total counter");
    expect(lines).toContain(requests("ok", 1));
    expect(lines).toContain(requests("error", 0));
    expect(lines).toContain(gauge("output_tokens_total", 3));
    expect(lines).toContain(gauge("requests_in_flight", 0));
    expect(lines).toContain(gauge("slots", 100));
    expect(lines).toContain(gauge("first_token_seconds_count", 1));
    expect(lines).toContain(gauge("request_seconds_count", 1));
  });

  it("show what runs and waits, its tokens so far, and who was refused", async () => {
    const params = { hang: true, answer: "one", concurrency: 1 };
    await using cluster = await meteredCluster({ models: [{ name: "m", params }], manager: { maxWaiting: 1 } });
    const running = await cluster.app.fetch(ask());
    const leave = new AbortController();
    const waiting = cluster.app.fetch(new Request(ask(), { signal: leave.signal }));
    await settled();
    expect((await cluster.app.fetch(ask())).status).toBe(429);

    const during = await metricsOf(cluster.app);
    expect(during).toContain(gauge("requests_in_flight", 1));
    expect(during).toContain(gauge("requests_waiting", 1));
    expect(during).toContain(gauge("slots", 1));
    expect(during).toContain(gauge("output_tokens_total", 1));
    expect(during).toContain(requests("refused", 1));
    expect(during).toContain(gauge("request_seconds_count", 0));

    leave.abort("a reason of the caller's own");
    await waiting;
    await running.body?.cancel();
    await settled();
    const after = await metricsOf(cluster.app);
    expect(after).toContain(requests("cancelled", 2));
    expect(after).toContain(requests("ok", 0));
    expect(after).toContain(gauge("requests_in_flight", 0));
    expect(after).toContain(gauge("requests_waiting", 0));
    expect(after).toContain(gauge("output_tokens_total", 1));
  });

  it.each([
    ["an engine that breaks", { crash: true }],
    ["an answer that is an error", { outputs: [{ text: "no", delta: "no", errorCode: 1 }] }],
  ])("count %s as an error", async (_what, params) => {
    await using cluster = await meteredCluster({ models: [{ name: "m", params }] });
    await (await cluster.app.fetch(ask())).text();
    expect(await metricsOf(cluster.app)).toContain(requests("error", 1));
  });

  it("count a model that is stopped in the middle as an error, and go on when it starts again", async () => {
    await using cluster = await meteredCluster({ models: [{ name: "m", params: { hang: true } }] });
    const answer = await cluster.app.fetch(ask());
    await cluster.manager.modelShutdown({ model: "m", workerType: "llm" });
    await answer.text();
    expect(await metricsOf(cluster.app)).toContain(gauge("slots", 0));
    await cluster.manager.modelStartup({ model: "m", workerType: "llm" });
    const lines = await metricsOf(cluster.app);
    expect(lines).toContain(requests("error", 1));
    expect(lines).toContain(gauge("slots", 100));
  });

  it("put times into buckets", async () => {
    // When it came, when its first output was there, when it ended.
    const times = [0, 400, 2_000];
    await using cluster = await setUpCluster({ manager: { now: () => times.shift() ?? 0 } });
    const app = workerApp(cluster.manager);
    await (await app.fetch(ask())).text();
    const lines = await metricsOf(app);
    const bucket = (name: string, le: string, count: number): string =>
      `modelfleet_worker_${name}_bucket{model="m",worker_type="llm",le="${le}"} ${count}`;
    expect(lines).toContain(bucket("first_token_seconds", "0.25", 0));
    expect(lines).toContain(bucket("first_token_seconds", "0.5", 1));
    expect(lines).toContain(bucket("first_token_seconds", "+Inf", 1));
    expect(lines).toContain(gauge("first_token_seconds_sum", 0.4));
    expect(lines).toContain(bucket("request_seconds", "1", 0));
    expect(lines).toContain(bucket("request_seconds", "2.5", 1));
  });

  it("count whole answers and embeddings", async () => {
    await using cluster = await meteredCluster({ models: [{ name: "m" }, { name: "m", workerType: "text2vec" }] });
    await cluster.app.fetch(post("/api/worker/generate", { model: "m", messages: [] }));
    await cluster.app.fetch(post("/api/worker/embeddings", { model: "m", input: ["a"] }));
    const lines = await metricsOf(cluster.app);
    expect(lines).toContain(requests("ok", 1));
    expect(lines).toContain(gauge("output_tokens_total", 3));
    expect(lines).toContain(requests("ok", 1).replace("llm", "text2vec"));
  });

  it("are not offered by a gateway, which has none", async () => {
    await using cluster = await meteredCluster();
    const transport = createTransport({ fetch: cluster.network.fetch });
    const gateway = new RemoteWorkerManager({ registry: clientOf(cluster.network), transport });
    const answer = await workerApp(gateway).fetch(new Request("http://10.0.0.1:8001/metrics"));
    expect(answer.status).toBe(404);
  });
});

describe("a controller's figures", () => {
  it("are instances by model and health", async () => {
    let now = 0;
    const registry = new MemoryModelRegistry({ now: () => now });
    const at = (port: number) => ({ workerKey: "m@llm", host: "10.0.0.1", port });
    await registry.registerInstance(at(1));
    now = 61_000;
    await registry.registerInstance(at(2));
    await registry.registerInstance({ ...at(3), enabled: false });
    const series = (health: string, count: number): string =>
      `modelfleet_controller_instances{model="m",worker_type="llm",health="${health}"} ${count}`;
    const lines = await metricsOf(controllerApp(registry));
    expect(lines).toEqual(
      expect.arrayContaining([series("healthy", 1), series("unhealthy", 1), series("disabled", 1)]),
    );
  });

  it("stay bounded, whoever registers what", async () => {
    const registry = new MemoryModelRegistry();
    for (let i = 0; i < 1_100; i++) await registry.registerInstance({ workerKey: `m${i}@llm`, host: "h", port: 1 });
    const lines = await metricsOf(controllerApp(registry));
    expect(lines).toContain('modelfleet_controller_instances{model="",worker_type="",health="healthy"} 100');
    expect(lines.length).toBeLessThan(3_100);
  });

  it("hold what a name holds", () => {
    const samples = [{ labels: { model: 'a"b\\c\nd' }, value: 1 }];
    const text = expositionText([{ name: "x", type: "gauge", help: "X.", samples }]);
    expect(text).toBe('# HELP x X.\n# TYPE x gauge\nx{model="a\\"b\\\\c\\nd"} 1\n');
  });
});

describe("on one port", () => {
  const getMetrics = (key?: string): Request =>
    new Request("http://10.0.0.1:8001/metrics", { headers: key ? { authorization: `Bearer ${key}` } : {} });

  async function combined(keys: string[], token: string): Promise<ReturnType<typeof combineApps>> {
    const { manager, registry } = await setUpCluster();
    const authorize = (request: Request): boolean => request.headers.get("authorization") === `Bearer ${token}`;
    return combineApps(
      controllerApp(registry, { authorize }),
      workerApp(manager, { authorize }),
      apiApp(manager, registry, { keys }),
    );
  }

  it("are one text, each family once", async () => {
    const app = await combined(["t"], "t");
    const headers = { authorization: "Bearer t" };
    await app.fetch(new Request("http://10.0.0.1:8001/v1/models", { headers }));
    await app.fetch(new Request("http://10.0.0.1:8001/v1/what/ever", { headers }));
    const text = await (await app.fetch(getMetrics("t"))).text();
    expect(text).toContain("modelfleet_controller_instances{");
    expect(text).toContain("modelfleet_worker_slots{");
    expect(text).toContain('modelfleet_api_requests_total{route="models",status="200"} 1');
    expect(text).toContain('modelfleet_api_requests_total{route="other",status="404"} 1');
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(families).size).toBe(families.length);
  });

  it("are kept from those who may not pass, app by app", async () => {
    const app = await combined(["api"], "operator");
    expect((await app.fetch(getMetrics())).status).toBe(401);
    const forOperator = await (await app.fetch(getMetrics("operator"))).text();
    expect(forOperator).toContain("modelfleet_worker_");
    expect(forOperator).not.toContain("modelfleet_api_");
    const forCaller = await (await app.fetch(getMetrics("api"))).text();
    expect(forCaller).toContain("modelfleet_api_");
    expect(forCaller).not.toContain("modelfleet_worker_");
  });
});
