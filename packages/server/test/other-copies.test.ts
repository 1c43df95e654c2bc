import { beforeAll, expect, test, vi } from "vitest";
import { apiApp } from "../src/index.ts";
import { clientOf, post, setUpCluster } from "./cluster.ts";
import { TestEngine } from "./test-engine.ts";

// An engine may bring its own copy of core, whose errors are no instances of our classes.

type Core = typeof import("@modelfleet/core");
let core: Core;
beforeAll(async () => {
  const ours = await import("@modelfleet/core");
  vi.resetModules();
  core = await import("@modelfleet/core");
  expect(core.HttpStatusError).not.toBe(ours.HttpStatusError);
});

const throwing = (error: Error) => ({
  engines: {
    test: {
      create() {
        const engine = new TestEngine({});
        engine.generate = () => Promise.reject(error);
        engine.countToken = () => Promise.reject(error);
        return engine;
      },
    },
  },
});

const busy = () => new core.HttpStatusError("The model is busy.", { status: 429, retryAfterMs: 7_000 });
const prompt = { model: "m", messages: [], prompt: "Hi" };

test.each(["generate", "count_token"])("a status of theirs is the status of %s", async (path) => {
  await using cluster = await setUpCluster({ manager: throwing(busy()) });
  const answer = await cluster.network.fetch(post(`/api/worker/${path}`, prompt));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
});

test("a refusal of theirs counts as one", async () => {
  await using cluster = await setUpCluster({ manager: throwing(busy()) });
  await cluster.network.fetch(post("/api/worker/generate", prompt));
  const figures = await (await cluster.network.fetch("http://10.0.0.1:8001/metrics")).text();
  expect(figures).toMatch(/^modelfleet_worker_requests_total\{.*outcome="refused".*\} 1$/m);
});

test("the code of their failed generations is told", async () => {
  const failed = new core.GenerationError("The model broke.", { errorCode: 42, partialText: "" });
  await using cluster = await setUpCluster({ manager: throwing(failed) });
  const answer = await cluster.network.fetch(post("/api/worker/generate", prompt));
  expect(await answer.json()).toMatchObject({ error_code: 42, text: expect.stringContaining("The model broke.") });
});

test("a model that is not there is not there by their word, too", async () => {
  const absent = new core.ModelNotFoundError("No model m.", { workerKey: "m@llm", knownModels: [] });
  await using cluster = await setUpCluster({ manager: throwing(absent) });
  const whole = await cluster.network.fetch(post("/api/worker/generate", prompt));
  expect(await whole.json()).toMatchObject({ error_code: 1, text: expect.stringContaining("Not found worker inst") });
  expect((await cluster.network.fetch(post("/api/worker/count_token", prompt))).status).toBe(503);
});

test("what they tried behind us may be tried elsewhere", async () => {
  const tried = new core.NoHealthyInstanceError("2 instances failed.", "m@llm", { cause: busy() });
  await using cluster = await setUpCluster({ manager: throwing(tried) });
  expect((await cluster.network.fetch(post("/api/worker/generate", prompt))).status).toBe(429);
  const api = apiApp(cluster.manager, clientOf(cluster.network));
  const chat = { model: "m", messages: [{ role: "user", content: "Hi" }] };
  expect((await api.fetch(post("/v1/chat/completions", chat))).status).toBe(429);
});
