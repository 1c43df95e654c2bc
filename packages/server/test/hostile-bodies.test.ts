import { expect, test } from "vitest";
import {
  apiApp,
  combineApps,
  controllerApp,
  LocalWorkerManager,
  MemoryModelRegistry,
  workerApp,
} from "../src/index.ts";
import { post } from "./cluster.ts";
import { testEngines } from "./test-engine.ts";

async function setUp() {
  const registry = new MemoryModelRegistry();
  const manager = new LocalWorkerManager({
    engines: { test: testEngines() },
    address: { host: "127.0.0.1", port: 8001 },
    registries: [registry],
  });
  await manager.addModel({ name: "m" });
  await manager.start();
  const app = combineApps(controllerApp(registry), workerApp(manager), apiApp(manager, registry));
  const send = async (path: string, body: string): Promise<{ status: number; text: string }> => {
    const response = await app.fetch(post(path, body));
    return { status: response.status, text: await response.text() };
  };
  return { app, send };
}

const routes = [
  ["/api/controller/models", 422],
  ["/api/controller/heartbeat", 422],
  ["/api/worker/generate", 422],
  ["/api/worker/generate_stream", 422],
  ["/api/worker/embeddings", 422],
  ["/api/worker/count_token", 422],
  ["/api/worker/model_metadata", 422],
  ["/api/worker/apply", 422],
  ["/api/worker/models/startup", 422],
  ["/api/worker/models/shutdown", 422],
  ["/v1/chat/completions", 400],
  ["/v1/completions", 400],
  ["/v1/embeddings", 400],
  ["/v1/rerank", 400],
  ["/v1/beta/relevance", 400],
] as const;

const nested = (levels: number, open: string, close: string): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;
/** What every route takes, with `value` somewhere in it. */
const body = (value: string, more = ""): string =>
  `{"model":"m","model_name":"m2@llm","host":"h","port":1,"prompt":"p","input":["i"],"query":"q","documents":["d"],` +
  `"messages":[{"role":"user","content":"c"}],"worker_type":"llm","apply_type":"update_params","extra":${value}${more}}`;

test.each(routes)("%s refuses what is nested without end, and nothing else", async (path, status) => {
  const { send } = await setUp();
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
    ['[[{"a":', "}]]"],
  ] as const) {
    const answer = await send(path, body(nested(200, open, close)));
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(/JSON/);
  }
  expect((await send(path, nested(1_000_000, "[", "]"))).text).toMatch(/JSON/);
  expect((await send(path, body(nested(100, "[", "]")))).text).not.toMatch(/JSON/);
  const inText = JSON.stringify(`\\"${"[{".repeat(200)}\\\\`);
  expect((await send(path, body(inText))).text).not.toMatch(/JSON/);
});

test("a body with a million faults is told of one, a small one of all", async () => {
  const { send } = await setUp();
  const input = (count: number): string => `{"model":"m","input":[${"1,".repeat(count)}1]}`;
  const faults = async (text: string): Promise<unknown[]> =>
    (JSON.parse((await send("/api/worker/embeddings", text)).text) as { detail: unknown[] }).detail;
  expect(await faults(input(1_000_000))).toHaveLength(1);
  expect(await faults(input(4))).toHaveLength(5);
});

test.each(routes)("%s takes the names of prototypes for names", async (path) => {
  const { send } = await setUp();
  const poison = '{"polluted":true,"toString":"x"}';
  const keys = ["__proto__", "constructor", "prototype"].map((key) => `"${key}":${poison}`).join(",");
  const params = `"params":{"concurrency":7,${keys}},"context":{${keys}}`;
  const { status } = await send(path, body("1", `,${keys},${params}`));
  expect(status).not.toBe(500);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(String({})).toBe("[object Object]");
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "a model, a provider and a type of the name %s are unknown ones",
  async (name) => {
    const { send, app } = await setUp();
    const startup = { model: "new", worker_type: "llm", params: { provider: name } };
    const started = await send("/api/worker/models/startup", JSON.stringify(startup));
    expect(started).toMatchObject({ status: 400, text: expect.stringContaining("There is no provider") });
    const chat = { model: name, messages: [{ role: "user", content: "c" }] };
    expect((await send("/v1/chat/completions", JSON.stringify(chat))).status).toBe(404);
    const query = new URLSearchParams({ model: "m", worker_type: name, [name]: "x" });
    const described = await app.fetch(new Request(`http://x/api/worker/parameter/descriptions?${query}`));
    expect(described.status).toBe(400);
    const listed = await app.fetch(new Request(`http://x/api/controller/models?model_name=${name}@llm&${name}=1`));
    expect(await listed.json()).toEqual([]);
  },
);
