import { RemoteWorkerManager } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import parse from "parse-prometheus-text-format";
import { expect, it } from "vitest";
import { apiApp, combineApps, controllerApp, workerApp } from "../src/index.ts";
import { clientOf, post, setUpCluster } from "./cluster.ts";

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
  const families = parse(await answer.text());
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
