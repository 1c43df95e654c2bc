import { RemoteWorkerManager } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import parse from "parse-prometheus-text-format";
import { expect, it } from "vitest";
import { apiApp, combineApps, controllerApp, workerApp } from "../src/index.ts";
import { processMetrics } from "../src/node/index.ts";
import { clientOf, post, setUpCluster } from "./cluster.ts";
import { readStrictly } from "./strict-exposition.ts";

const labelSets = ["controller", "worker", "api", "key"];

it("the figures of all servers are read by Prometheus's rules, by the conventions' names, with few labels", async () => {
  const odd = 'a "model"\\ of\nours';
  await using cluster = await setUpCluster({ models: [{ name: "m" }, { name: odd }] });
  const registry = clientOf(cluster.network);
  const transport = createTransport({ fetch: cluster.network.fetch });
  const api = apiApp(new RemoteWorkerManager({ registry, transport }), registry, {
    keys: [{ key: "k".repeat(20), name: "ours" }],
  });
  const app = combineApps(controllerApp(cluster.registry), workerApp(cluster.manager), api);
  const prompt = { model: "m", messages: [{ role: "human", content: "hi" }] };
  await (await app.fetch(post("/api/worker/generate_stream", prompt))).text();
  const chat = { model: "m", messages: [{ role: "user", content: "hi" }] };
  const authorization = `Bearer ${"k".repeat(20)}`;
  await (await app.fetch(post("/v1/chat/completions", chat, { authorization }))).text();
  await (await app.fetch(post(`/v1/${"x".repeat(50)}`, {}, { authorization }))).text();

  const answer = await app.fetch(new Request("http://10.0.0.1:8001/metrics", { headers: { authorization } }));
  const text = await answer.text();
  expect([...readStrictly(text).keys()].length).toBeGreaterThan(8);
  const families = parse(text);
  expect(families.length).toBeGreaterThan(8);
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
  for (const { name, type, help, metrics } of families) {
    expect(name).toMatch(new RegExp(`^modelfleet_(?:${labelSets.join("|")})_[a-z_]+$`));
    expect(help).not.toBe("");
    // Counters, and no others, end in _total; what is measured in time is in seconds.
    expect([name, name.endsWith("_total")]).toEqual([name, type === "COUNTER"]);
    expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|kb|mb)(?:_|$)/);
    if (type === "HISTOGRAM") expect(name).toMatch(/_seconds$/);
    for (const { labels = {} } of metrics) {
      for (const label of Object.keys(labels))
        expect(["model", "worker_type", "outcome", "health", "route", "status", "key", "kind"]).toContain(label);
    }
  }
  const models = families
    .find(({ name }) => name === "modelfleet_worker_slots")
    ?.metrics.map(({ labels }) => labels?.model);
  expect(models).toEqual(["m", odd]);
  const routes = families
    .find(({ name }) => name === "modelfleet_api_requests_total")
    ?.metrics.map(({ labels }) => labels?.route);
  expect(routes).toEqual(["chat/completions", "other"]);
});

it("no caller makes the figures grow, whatever it asks for", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m" }, { name: "e", workerType: "text2vec" }] });
  const transport = createTransport({ fetch: cluster.network.fetch });
  const registry = clientOf(cluster.network);
  const gateway = new RemoteWorkerManager({ registry, transport });
  const api = apiApp(gateway, registry, { keys: [{ key: "k", name: "ours", requestsPerMinute: 1_000 }] });
  const apps = combineApps(controllerApp(cluster.registry), workerApp(cluster.manager), api);
  const authorization = "Bearer k";
  const series = async (): Promise<string[]> => {
    const answer = await apps.fetch(new Request("http://10.0.0.1:8001/metrics", { headers: { authorization } }));
    return [...readStrictly(await answer.text()).values()].flatMap(({ samples }) => [...samples.keys()]);
  };
  const round = async (name: string): Promise<void> => {
    const messages = [{ role: "human", content: "hi" }];
    const headers = { authorization, "x-request-id": name, "user-agent": name };
    const bodies: Record<string, object> = {
      "/api/worker/generate": { model: name, messages },
      "/api/worker/embeddings": { model: name, input: ["a"] },
      "/api/worker/count_token": { model: name, prompt: "a" },
      "/api/controller/heartbeat": { model_name: "m@llm", host: "10.0.0.1", port: 8001, [name]: 1 },
      "/v1/chat/completions": { model: name, messages: [{ role: "user", content: "hi" }] },
      "/v1/embeddings": { model: name, input: "a" },
      [`/v1/${name}`]: {},
      [`/v1/models/${name}`]: {},
      [`/api/worker/${name}`]: {},
    };
    for (const [path, body] of Object.entries(bodies)) await (await apps.fetch(post(path, body, headers))).text();
    for (const given of [{}, { authorization: `Bearer ${name}` }]) {
      await apps.fetch(new Request(`http://10.0.0.1:8001/v1/models/${name}?${name}=1`, { headers: given }));
    }
  };
  await round("x0");
  // To look is a request, too.
  await series();
  const before = await series();
  for (let i = 1; i <= 25; i++) await round(`x${i}`);
  expect(await series()).toEqual(before);
  expect(before.join("\n")).not.toMatch(/x0/);
});

it("a process shows what it takes, beside the figures of its app, and for a gateway too", async () => {
  await using cluster = await setUpCluster();
  const registry = clientOf(cluster.network);
  const gateway = new RemoteWorkerManager({ registry, transport: createTransport({ fetch: cluster.network.fetch }) });
  const metrics = [processMetrics()];
  for (const app of [
    controllerApp(cluster.registry, { metrics }),
    workerApp(cluster.manager, { metrics }),
    workerApp(gateway, { metrics }),
    apiApp(gateway, registry, { metrics }),
  ]) {
    const answer = await app.fetch(new Request("http://10.0.0.1:8001/metrics"));
    const families = readStrictly(await answer.text());
    const value = (name: string): number | undefined => families.get(name)?.samples.get(name);
    expect(value("process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(value("process_cpu_seconds_total")).toBeGreaterThan(0);
    expect(Math.abs((value("process_start_time_seconds") ?? 0) - Date.now() / 1000)).toBeLessThan(3_600);
    expect(value("nodejs_heap_size_used_bytes")).toBeGreaterThan(1_000_000);
    expect(value("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
    if (process.platform === "linux") {
      expect(value("process_open_fds")).toBeGreaterThan(2);
      expect(value("process_max_fds")).toBeGreaterThan(value("process_open_fds") ?? 0);
    }
  }
});

it("a key for some models sees nothing of the process", async () => {
  await using cluster = await setUpCluster();
  const app = apiApp(cluster.manager, clientOf(cluster.network), {
    keys: [{ key: "some", name: "some", models: ["m"] }, "all"],
    metrics: [processMetrics()],
  });
  const shown = async (key: string): Promise<string> => {
    const headers = { authorization: `Bearer ${key}` };
    return (await app.fetch(new Request("http://10.0.0.1:8100/metrics", { headers }))).text();
  };
  expect(await shown("some")).not.toContain("process_");
  expect(await shown("all")).toContain("process_open_fds");
});

it.each([
  ["a family twice", "# HELP a A.\n# TYPE a gauge\na 1\n# HELP a A.\n# TYPE a gauge\na 2\n"],
  ["a series twice", '# HELP a A.\n# TYPE a gauge\na{b="c"} 1\na{b="c"} 2\n'],
  ["a counter of another name", "# HELP a A.\n# TYPE a counter\na 1\n"],
  ["a sample of no family", "a 1\n"],
  ["a label with a raw quote", '# HELP a A.\n# TYPE a gauge\na{b="c"d"} 1\n'],
  [
    "buckets that fall",
    '# HELP a A.\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
  ],
  ["buckets without the last", '# HELP a A.\n# TYPE a histogram\na_bucket{le="1"} 2\na_sum 1\na_count 2\n'],
  ["no line end", "# HELP a A.\n# TYPE a gauge\na 1"],
])("what reads them here notices %s", (_what, text) => {
  expect(() => readStrictly(text)).toThrow("The figures break a rule");
});
