import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { expect, test } from "vitest";
import {
  allowedInstances,
  apiApp,
  combineApps,
  controllerApp,
  MemoryModelRegistry,
  workerApp,
  workerHostFault,
} from "../src/index.ts";
import { post } from "./cluster.ts";

const json = { "content-type": "application/json" };
const registration = (host: string, model = "m@llm") => ({ model_name: model, host, port: 8001 });

test.each([
  "10.0.0.7",
  "127.0.0.1",
  "localhost",
  "worker",
  "worker-1",
  "llm_worker_1",
  "w.example.com",
  "w.example.com.",
  "::1",
  "[::1]",
  "fd00::7",
  "2001:db8::7",
  "::ffff:10.0.0.7",
  "64:ff9b:1::10.0.0.7",
  "2002:a00:7::7",
  "1and1.example",
  "10.0.0.7.example",
])("a worker may be at %s", async (host) => {
  const registry = new MemoryModelRegistry();
  const answer = await controllerApp(registry).fetch(post("/api/controller/models", registration(host)));
  expect(answer.status).toBe(200);
  expect(await registry.getAllModelInstances()).toMatchObject([{ host }]);
});

const impossible = [
  "0.0.0.0",
  "0",
  "0x0",
  "0.1.2.3",
  "::",
  "[::]",
  "::ffff:0.0.0.0",
  "::ffff:0:0",
  "169.254.169.254",
  "2852039166",
  "0xa9fea9fe",
  "0xA9.0xFE.0251.254",
  "0251.0376.0251.0376",
  "169.254.43518",
  "::ffff:169.254.169.254",
  "::ffff:a9fe:a9fe",
  "0:0:0:0:0:ffff:a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::a9fe:a9fe",
  "64:ff9b:1:2:3:4:a9fe:a9fe",
  "::ffff:0:169.254.169.254",
  "2002:a9fe:a9fe::1",
  "::169.254.169.254",
  "fe80::1",
  "fe80::1%eth0",
  "FEBF::1",
  "224.0.0.1",
  "255.255.255.255",
  "ff02::1",
  "999.1.1.1",
  "1.2.3.4.5",
  "evil.test/path",
  "evil.test?x",
  "evil.test#x",
  "user@evil.test",
  "user:pw@evil.test",
  "evil.test:80",
  "ev il.test",
  "evil.test\r\nx: y",
  "evil.test\u0000",
  "%31%32%37.1",
  "evil%2etest",
  "http://evil.test",
  "..",
  "-x",
  "１２７.0.0.1",
  "[::1",
];

test.each(impossible)("no worker can be at %j", async (host) => {
  const registry = new MemoryModelRegistry();
  for (const path of ["/api/controller/models", "/api/controller/heartbeat"]) {
    const answer = await controllerApp(registry).fetch(post(path, registration(host)));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: [{ type: "value_error", loc: ["body", "host"] }] });
  }
  expect(await registry.getAllModelInstances()).toEqual([]);
  expect(workerHostFault(host)).toMatch(/^is /);
});

test("a controller takes workers only where and from whom it is told to", async () => {
  const registry = new MemoryModelRegistry();
  const app = controllerApp(registry, {
    allowInstance: ({ host, port }, { remoteAddress }) =>
      port === 8001 && (host === "10.0.0.7" || remoteAddress === "10.9.9.9"),
  });
  const register = async (path: string, host: string, from: string): Promise<number> =>
    (await app.fetch(post(path, registration(host)), { remoteAddress: from })).status;
  for (const path of ["/api/controller/models", "/api/controller/heartbeat"]) {
    expect(await register(path, "10.0.0.8", "10.0.0.8")).toBe(403);
    expect(await registry.getAllModelInstances()).toEqual([]);
  }
  expect(await register("/api/controller/models", "10.0.0.7", "10.0.0.8")).toBe(200);
  expect(await register("/api/controller/heartbeat", "10.0.0.8", "10.9.9.9")).toBe(200);
  expect(await registry.getAllModelInstances()).toHaveLength(2);
  const takeDown = async (host: string, from: string): Promise<number> => {
    const url = `http://controller:8000/api/controller/models?model_name=m%40llm&host=${host}&port=8001`;
    return (await app.fetch(new Request(url, { method: "DELETE" }), { remoteAddress: from })).status;
  };
  expect(await takeDown("10.0.0.8", "10.0.0.8")).toBe(403);
  expect(await registry.getAllModelInstances({ healthyOnly: true })).toHaveLength(2);
  expect(await takeDown("10.0.0.8", "10.9.9.9")).toBe(200);
  expect(await registry.getAllModelInstances({ healthyOnly: true })).toHaveLength(1);
});

/** A gateway and an API before a controller that is not ours, and lists whatever registered. */
function setUpGateway(rows: readonly object[], allow?: (address: { host: string }) => boolean) {
  const called: string[] = [];
  const fetch = async (input: Request | string | URL, init?: RequestInit): Promise<Response> => {
    const { url } = new Request(input, init);
    if (url.startsWith("http://controller:8000/")) return Response.json(rows);
    called.push(url);
    return Response.json({ text: "hi", error_code: 0 });
  };
  const transport = createTransport({ fetch });
  const client = new ModelRegistryClient({ transport, controller: "http://controller:8000" });
  const registry = allowedInstances(client, allow);
  const manager = new RemoteWorkerManager({ registry, transport });
  const app = combineApps(workerApp(manager), apiApp(manager, registry));
  const headers = (instance?: string) => (instance ? { ...json, "x-modelfleet-instance": instance } : json);
  const ask = async (path: string, body: object, instance?: string): Promise<number> => {
    const init = { method: "POST", headers: headers(instance), body: JSON.stringify({ model: "m", ...body }) };
    return (await app.fetch(new Request(`http://gateway${path}`, init))).status;
  };
  return { ask, called, app };
}

const row = (host: string, model = "m@llm") => ({
  ...registration(host, model),
  weight: 1,
  check_healthy: true,
  healthy: true,
  enabled: true,
  prompt_template: null,
  last_heartbeat: "2026-01-01T00:00:00",
});

test("a gateway and an API call nothing that is no worker's address, whatever a controller lists", async () => {
  const hosts = impossible.filter((host) => !host.includes("\u0000"));
  const { ask, called, app } = setUpGateway(hosts.flatMap((host) => [row(host), row(host, "WorkerManager@service")]));
  expect(await ask("/api/worker/count_token", { prompt: "x" })).toBeGreaterThanOrEqual(400);
  expect(await ask("/v1/chat/completions", { messages: [{ role: "user", content: "x" }] })).toBeGreaterThanOrEqual(400);
  expect(await ask("/api/worker/models/startup", { worker_type: "llm", host: "0.0.0.0", port: 8001 })).not.toBe(200);
  for (const host of hosts.filter((name) => /^[\x21-\x7e]+$/.test(name))) {
    expect(await ask("/api/worker/count_token", { prompt: "x" }, `${host}:8001`)).toBeGreaterThanOrEqual(400);
    expect(await ask("/api/worker/apply", { apply_type: "stop" }, `${host}:8001`)).toBeGreaterThanOrEqual(400);
  }
  expect(await (await app.fetch(new Request("http://gateway/v1/models"))).json()).toMatchObject({ data: [] });
  expect(called).toEqual([]);
});

test("with a list, a gateway calls what stands there and nothing else", async () => {
  const rows = [row("10.0.0.7"), row("10.0.0.8"), row("10.0.0.8", "WorkerManager@service")];
  const { ask, called } = setUpGateway(rows, ({ host }) => host === "10.0.0.7");
  for (let i = 0; i < 8; i++) expect(await ask("/api/worker/generate", { messages: [] })).toBe(200);
  await ask("/api/worker/generate", { messages: [] }, "10.0.0.8:8001");
  await ask("/api/worker/generate", { messages: [] }, "10.0.0.9:8001");
  await ask("/api/worker/models/startup", { worker_type: "llm", host: "10.0.0.8", port: 8001 });
  expect(new Set(called)).toEqual(new Set(["http://10.0.0.7:8001/api/worker/generate"]));
});
