import { expect, test } from "vitest";
import type { ModelStateStore, StoredModel } from "../src/index.ts";
import { workerApp } from "../src/index.ts";
import { post, setUpCluster } from "./cluster.ts";

test("what was done and could not be saved is told so, and saved with what comes next", async () => {
  let full = true;
  let saved: readonly StoredModel[] = [];
  const store: ModelStateStore = {
    load: async () => [],
    async save(models) {
      if (full)
        throw Object.assign(new Error("ENOSPC: no space left on device, write '/secret/place'"), { code: "ENOSPC" });
      saved = models;
    },
  };
  await using cluster = await setUpCluster({ manager: { store } });
  const app = workerApp(cluster.manager);
  const ask = (path: string, model: string): Promise<Response> =>
    Promise.resolve(
      app.fetch(post(`/api/worker/models/${path}`, { model, worker_type: "llm", host: "h", port: 1, params: {} })),
    );

  const answer = await ask("startup", "one");
  expect(answer.status).toBe(500);
  const { detail } = (await answer.json()) as { detail: string };
  expect(detail).toMatch(/^It is done, but the server could not save .* \(its disk is full, ENOSPC\)/);
  expect(detail).not.toContain("secret");
  expect(await cluster.fleet.chat.generate({ model: "one", messages: "x" })).toMatchObject({ errorCode: 0 });

  full = false;
  expect((await ask("startup", "two")).status).toBe(200);
  expect(saved.map(({ model }) => model)).toEqual(["one", "two"]);
});
