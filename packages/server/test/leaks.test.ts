import { describe, expect, it } from "vitest";
import { apiApp, controllerApp, MemoryModelRegistry, workerApp } from "../src/index.ts";
import { clientOf, post, setUpCluster } from "./cluster.ts";

const secret = "a-secret-of-the-callers";
/** Where each route wants something else. */
const wrong = { model: [secret], messages: secret, prompt: [secret], input: { secret }, host: [secret], port: secret };

describe("a refusal repeats nothing of what was sent", () => {
  it.each([
    ["controller", "/api/controller/models"],
    ["controller", "/api/controller/heartbeat"],
    ["worker", "/api/worker/generate"],
    ["worker", "/api/worker/generate_stream"],
    ["worker", "/api/worker/embeddings"],
    ["worker", "/api/worker/count_token"],
    ["worker", "/api/worker/apply"],
    ["worker", "/api/worker/models/startup"],
    ["api", "/v1/chat/completions"],
    ["api", "/v1/completions"],
    ["api", "/v1/embeddings"],
    ["api", "/v1/rerank"],
  ] as const)("%s: POST %s", async (name, path) => {
    await using cluster = await setUpCluster();
    const apps = {
      controller: controllerApp(cluster.registry),
      worker: workerApp(cluster.manager),
      api: apiApp(cluster.manager, clientOf(cluster.network)),
    };
    for (const body of [wrong, [secret], secret, `{"model": "${secret}`, { [secret]: 1 }]) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const answer = await apps[name].fetch(post(path, text, { authorization: `Bearer ${secret}` }));
      expect([400, 422]).toContain(answer.status);
      expect(await answer.text()).not.toContain(secret);
    }
  });
});

it("what a hook throws is told to no caller", async () => {
  await using cluster = await setUpCluster();
  const authorize = (): never => {
    throw new Error(secret);
  };
  for (const app of [
    controllerApp(new MemoryModelRegistry(), { authorize }),
    workerApp(cluster.manager, { authorize }),
  ]) {
    for (const path of ["/api/controller/models", "/api/worker/generate", "/metrics"]) {
      const answer = await app.fetch(path === "/metrics" ? new Request(`http://x${path}`) : post(path, {}));
      expect([404, 500]).toContain(answer.status);
      expect(await answer.text()).not.toContain(secret);
    }
  }
});
