import { createFleet } from "@modelfleet/client/node";
import { expect, test } from "vitest";
import {
  apiApp,
  combineApps,
  controllerApp,
  LocalWorkerManager,
  MemoryModelRegistry,
  workerApp,
} from "../src/index.ts";
import { type FetchHandler, serve } from "../src/node/index.ts";
import { testEngines } from "./test-engine.ts";

const names = [
  "a/../../health",
  "../../api/health",
  "a?healthy_only=false&model_name=other",
  "a&remove_from_registry=true",
  "a#b",
  "a%00b",
  "a%2e%2e%2fb",
  "a b",
  "a\r\nx-injected: 1\r\n\r\nGET /api/health HTTP/1.1",
  'a\nmodelfleet_worker_slots{model="forged"} 1',
  "a\u0000b",
  'a"} 1\n',
  "a\\",
  "a:8001",
  "汉😀",
];

/** One process on one port, and what comes in there. */
async function setUp(name: string) {
  const registry = new MemoryModelRegistry();
  let port = 0;
  const manager = new LocalWorkerManager({
    engines: { test: testEngines() },
    address: () => ({ host: "127.0.0.1", port }),
    registries: [registry],
  });
  await manager.addModel({ name, params: { answer: "right" } });
  await manager.addModel({ name: "other", params: { answer: "wrong" } });
  const app = combineApps(controllerApp(registry), workerApp(manager), apiApp(manager, registry));
  const requests: { method: string; path: string; headers: string[] }[] = [];
  const handler: FetchHandler = {
    fetch(request, connection) {
      requests.push({
        method: request.method,
        path: new URL(request.url).pathname,
        headers: [...request.headers.keys()],
      });
      return app.fetch(request, connection);
    },
  };
  const served = await serve(handler);
  port = served.port;
  await manager.start();
  const fleet = createFleet({ controller: served.url });
  const dispose = async (): Promise<void> => {
    await fleet.close();
    await manager.stop();
    await served.close({ drainMs: 0 });
  };
  return { fleet, requests, url: served.url, registry, [Symbol.asyncDispose]: dispose };
}

test.each(names)("a model of the name %j is asked, and nothing else", async (name) => {
  await using cluster = await setUp(name);
  const { fleet, requests, url } = cluster;
  expect((await fleet.chat.generate({ model: name, messages: "Hi" })).text).toBe("right");
  let streamed = "";
  for await (const { delta } of fleet.chat.stream({ model: name, messages: "Hi" })) streamed += delta;
  expect(streamed).toBe("right");
  expect((await fleet.instances({ modelName: name })).length).toBe(1);
  expect(await fleet.workers.parameters({ model: name })).toBeInstanceOf(Array);
  expect((await fleet.workers.apply({ model: name, params: {} })).success).toBe(true);
  await fleet.workers.stop({ model: name });
  expect((await fleet.instances({ modelName: "other" })).every(({ healthy }) => healthy)).toBe(true);
  const paths = new Set(requests.map(({ path }) => path));
  for (const path of paths) expect(path).toMatch(/^\/api\/(controller\/models|worker\/[a-z_]+(\/[a-z]+)?)$/);
  expect(requests.flatMap(({ headers }) => headers)).not.toContain("x-injected");

  const chat = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: name, messages: [{ role: "user", content: "Hi" }] }),
  });
  // It was stopped: the name comes back in the words of the refusal, and in no header.
  expect(chat.status).toBe(503);
  expect(chat.headers.has("x-injected")).toBe(false);
  expect(((await chat.json()) as { error: { message: string } }).error.message).toContain(name);
});

test.each(names)(
  "the API finds a model of the name %j by its path, and shows it in figures of one line",
  async (name) => {
    await using cluster = await setUp(name);
    const path = `/v1/models/${encodeURIComponent(name).replaceAll("%2F", "/")}`;
    // What a client takes for steps up in a path never comes here, and no path has lines.
    if (!/\.\.|\n/.test(name)) {
      const found = await fetch(cluster.url + path);
      expect(await found.json()).toMatchObject({ id: name, object: "model" });
    }
    const lines = (await (await fetch(`${cluster.url}/metrics`)).text()).split("\n").filter((line) => line !== "");
    for (const line of lines) expect(line).toMatch(/^(# |modelfleet_\w+(\{(\w+="(?:[^"\\]|\\.)*",?)+\})? [-+.\de]+$)/);
    expect(lines.filter((line) => line.startsWith("modelfleet_worker_slots"))).toHaveLength(2);
  },
);

test('a name with an "@" is refused wherever it is given', async () => {
  await using cluster = await setUp("m");
  const { fleet, url } = cluster;
  for (const model of ["m@llm", "m@llm@service", "@"]) {
    await expect(fleet.chat.generate({ model, messages: "Hi" })).rejects.toMatchObject({ code: "invalid_input" });
    for (const [path, status] of [
      ["/api/worker/generate", 200],
      ["/api/worker/apply", 400],
      ["/v1/chat/completions", 400],
    ] as const) {
      const body = { model, messages: [{ role: path.startsWith("/v1") ? "user" : "human", content: "x" }] };
      const answer = await fetch(url + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...body, apply_type: "stop" }),
      });
      expect(answer.status).toBe(status);
      // A generation that failed is an answer on the worker's wire.
      if (status === 200) expect(await answer.json()).toMatchObject({ error_code: 1 });
    }
  }
});
