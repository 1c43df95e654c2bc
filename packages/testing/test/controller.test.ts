import { expect, test } from "vitest";
import { setUp } from "./support.ts";

const json = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

test("lists every model of every worker and the worker managers", async () => {
  const { rows } = setUp({ workers: 2 });
  const all = await rows();
  expect(all.filter(({ port }) => port === 8001).map((row) => `${row.model_name} ${row.host}`)).toEqual([
    "stand-in@llm worker-1.test",
    "stand-in@llm worker-2.test",
    "stand-in-embed@text2vec worker-1.test",
    "stand-in-embed@text2vec worker-2.test",
    "stand-in-rerank@reranker worker-1.test",
    "stand-in-rerank@reranker worker-2.test",
    "WorkerManager@service worker-1.test",
    "WorkerManager@service worker-2.test",
  ]);
  expect(await rows("?model_name=stand-in%40llm")).toHaveLength(2);
  expect(await rows("?model_name=stand-in")).toEqual([]);
});

test("registers, beats, deregisters and removes, each controller for itself", async () => {
  const { controller, rows } = setUp({ controllers: 2 });
  const address = { model_name: "mine@llm", host: "10.0.0.9", port: 9 };
  const mine = "?model_name=mine%40llm";
  expect(await (await controller("controller/models", json("POST", { ...address, weight: 2 }))).json()).toBe(true);
  expect(await rows(mine)).toMatchObject([{ ...address, weight: 2, healthy: true, enabled: true }]);
  expect(await (await controller(`controller/models${mine}`, undefined, 1)).json()).toEqual([]);

  const query = `${mine}&host=10.0.0.9&port=9`;
  expect(await (await controller(`controller/models${query}`, { method: "DELETE" })).json()).toBe(true);
  expect(await rows(mine)).toMatchObject([{ healthy: false }]);
  expect(await rows(`${mine}&healthy_only=true`)).toEqual([]);

  await controller("controller/heartbeat", json("POST", address));
  expect(await rows(mine)).toMatchObject([{ healthy: true }]);
  await controller("controller/heartbeat", json("POST", { ...address, port: 10 }));
  expect(await rows(mine)).toHaveLength(2);

  await controller(`controller/models${query}&remove_from_registry=true`, { method: "DELETE" });
  expect(await rows(mine)).toMatchObject([{ port: 10 }]);
});

test("rows have remove_from_registry from 0.7 on, and times without a zone", async () => {
  const keys = async (generation: "0.6" | "0.7"): Promise<string[]> => {
    const [row] = await setUp({ generation }).rows();
    expect(row).toMatchObject({ last_heartbeat: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/u) });
    return Object.keys(row ?? {});
  };
  expect(await keys("0.6")).not.toContain("remove_from_registry");
  expect(await keys("0.7")).toContain("remove_from_registry");
});

test("the health route came with 0.5.9", async () => {
  expect((await setUp({ generation: "0.5.0" }).controller("health")).status).toBe(404);
  expect(await (await setUp({ generation: "0.5" }).controller("health")).json()).toEqual({ status: "ok" });
});

test("refuses what FastAPI refuses", async () => {
  const { cluster, controller, get } = setUp();
  const invalid = await controller("controller/models", json("POST", { host: "h", port: "many" }));
  expect([invalid.status, await invalid.json()]).toMatchObject([
    422,
    {
      detail: [
        { loc: ["body", "model_name"], type: "missing" },
        { loc: ["body", "port"], type: "int_parsing" },
      ],
    },
  ]);
  expect((await controller("controller/models", { method: "DELETE" })).status).toBe(422);
  expect((await controller("controller/nothing")).status).toBe(404);
  expect((await get("health")).status).toBe(404);
  expect((await controller("controller/heartbeat")).status).toBe(405);
  await expect(cluster.fetch("http://elsewhere.test/api/health")).rejects.toThrow(TypeError);
});

test("a controller may have a path and any address", async () => {
  const { cluster, rows } = setUp({
    controllers: ["https://fleet.test/dbgpt/"],
    workers: ["http://[::1]:9001"],
  });
  expect(cluster.controllerUrl).toBe("https://fleet.test/dbgpt");
  expect((await rows())[0]).toMatchObject({ host: "::1", port: 9001 });
  expect(cluster.serves("https://fleet.test/other")).toBe(false);
});
