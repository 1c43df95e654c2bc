import { expect, test } from "vitest";
import type { ModelStateStore, StoredModel } from "../src/index.ts";
import { setUpCluster } from "./cluster.ts";
import { TestEngine } from "./test-engine.ts";

function memoryStore(models: readonly StoredModel[] = []): ModelStateStore & { saved: readonly StoredModel[] } {
  return {
    saved: models,
    async load() {
      return this.saved;
    },
    async save(saved) {
      this.saved = structuredClone(saved);
    },
  };
}

test("restart works, for configured models and for those started at run time", async () => {
  await using cluster = await setUpCluster();
  const { fleet, engines } = cluster;
  await fleet.workers.start({ model: "late", params: { provider: "test", answer: "late" } });
  for (const model of ["m", "late"]) {
    const { success, message } = await fleet.workers.restart({ model });
    expect({ success, message }).toMatchObject({ success: true, message: expect.stringContaining("successfully") });
    expect(engines.last()).toMatchObject({ started: 1, stopped: 0 });
  }
  expect(engines.made.map(({ started, stopped }) => [started, stopped])).toEqual([
    [1, 1],
    [1, 1],
    [1, 0],
    [1, 0],
  ]);
  expect((await fleet.chat.generate({ model: "late", messages: "Hi" })).text).toBe("late");
});

test("changed params restart the model, the same ones do not, wrong ones leave it as it was", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m", params: { answer: "old", tags: [1] } }] });
  const { fleet, engines } = cluster;
  expect(await fleet.workers.apply({ model: "m", params: { answer: "old", tags: [1] } })).toMatchObject({
    success: true,
  });
  expect(engines.made).toHaveLength(1);
  expect(await fleet.workers.apply({ model: "m", params: { answer: "new" } })).toMatchObject({
    success: true,
    message: "Update worker params and restart successfully",
    timecost: expect.any(Number),
  });
  expect(engines.last().params).toEqual({ answer: "new", tags: [1] });
  const failed = await fleet.workers.apply({ model: "m", params: { fail: true } });
  expect(failed).toMatchObject({ success: false, message: expect.stringContaining("no such file") });
  expect((await fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe("new");
});

test("a stopped model starts again with the params it had", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m", params: { answer: "mine" } }] });
  const { manager, fleet } = cluster;
  const apply = (applyType: "start" | "stop") => manager.workerApply({ model: "m", workerType: "llm", applyType });
  expect(await apply("stop")).toMatchObject({ success: true });
  expect(await fleet.instances({ modelName: "m" })).toMatchObject([{ healthy: false }]);
  await expect(fleet.chat.generate({ model: "m", messages: "Hi" })).rejects.toMatchObject({
    code: "no_healthy_instance",
  });
  expect(await apply("start")).toMatchObject({ success: true });
  await fleet.workers.stop({ model: "m" });
  await fleet.workers.start({ model: "m" });
  expect((await fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe("mine");
});

test("a stopped model keeps those of its params that it is not started with, or with null", async () => {
  // Null is what `dbgpt model start` sends for options that were not given.
  await using cluster = await setUpCluster({ models: [{ name: "m", params: { provider: "test", answer: "mine" } }] });
  const { manager, fleet, engines } = cluster;
  const startAgain = async (params: Record<string, unknown>) => {
    await fleet.workers.stop({ model: "m" });
    await manager.modelStartup({ model: "m", workerType: "llm", params });
    return engines.last().params;
  };
  expect(await startAgain({ answer: null, crash: false })).toEqual({ provider: "test", answer: "mine", crash: false });
  expect(await startAgain({ provider: null, answer: "new" })).toEqual({
    provider: "test",
    answer: "new",
    crash: false,
  });
  expect(await startAgain({ crash: null })).toEqual({ provider: "test", answer: "new", crash: false });
});

test("startups that cannot be say why, and leave nothing behind", async () => {
  await using cluster = await setUpCluster();
  const { manager, engines } = cluster;
  const start = (model: string, params: Record<string, unknown>) =>
    manager.modelStartup({ model, workerType: "llm", params });
  await expect(start("m", {})).rejects.toThrow("m@llm runs here already");
  await expect(start("x", { provider: "nothing" })).rejects.toThrow(
    'no provider "nothing" for x@llm. Providers here: test',
  );
  await expect(start("x", { concurrency: 0 })).rejects.toThrow("concurrency of x@llm");
  await expect(start("x", { fail: true })).rejects.toThrow("no such file");
  expect(engines.last()).toMatchObject({ started: 0, stopped: 1 });
  expect((await manager.supportedModels())[0]?.models.map(({ model }) => model)).toEqual(["m"]);
  await expect(manager.modelShutdown({ model: "x", workerType: "llm" })).rejects.toMatchObject({
    code: "model_not_found",
  });
  // Two at once: the second one sees the first.
  const both = await Promise.allSettled([start("y", {}), start("y", {})]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

test("nothing half-started stays where a configured model does not start", async () => {
  const models = [{ name: "m" }, { name: "broken", params: { fail: true } }];
  await using cluster = await setUpCluster({ models, start: false });
  await expect(cluster.manager.start()).rejects.toThrow("no such file");
  expect(cluster.engines.made[0]).toMatchObject({ started: 1, stopped: 1 });
  expect(await cluster.registry.getAllModelInstances()).toEqual([]);
  expect(cluster.clock.timers).toBe(0);
});

test("nothing starts on a manager that has stopped, until it starts again", async () => {
  await using cluster = await setUpCluster();
  const { manager, engines } = cluster;
  const late = { model: "late", workerType: "llm", params: { provider: "test" } } as const;
  await manager.stop();
  await expect(manager.modelStartup(late)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("has stopped"),
  });
  for (const applyType of ["start", "restart"] as const) {
    const apply = manager.workerApply({ model: "m", workerType: "llm", applyType });
    await expect(apply).rejects.toThrow("has stopped");
  }
  const stop = { model: "m", workerType: "llm", applyType: "stop" } as const;
  expect(await manager.workerApply(stop)).toMatchObject({ success: true });
  expect(engines.made.map(({ started, stopped }) => [started, stopped])).toEqual([[1, 1]]);
  await manager.start();
  await manager.modelStartup(late);
  expect(engines.last()).toMatchObject({ started: 1, stopped: 0 });
});

test("models are added and removed while it runs", async () => {
  await using cluster = await setUpCluster();
  const { manager, fleet, registry } = cluster;
  await manager.addModel({ name: "second", weight: 2, params: { answer: "2" } });
  expect((await fleet.chat.generate({ model: "second", messages: "Hi" })).text).toBe("2");
  expect(await registry.getAllInstances("second@llm")).toMatchObject([{ weight: 2 }]);
  await expect(manager.addModel({ name: "second" })).rejects.toThrow("two models second@llm");
  await manager.removeModel("llm", "second");
  expect(await registry.getAllInstances("second@llm")).toEqual([]);
  expect(await manager.getAllModelInstances("llm")).toHaveLength(1);
});

test("models started at run time are remembered, configured ones are not", async () => {
  const store = memoryStore();
  {
    await using cluster = await setUpCluster({ manager: { store } });
    await cluster.fleet.workers.start({ model: "late", params: { answer: "late" } });
    await cluster.fleet.workers.start({ model: "off", params: { answer: "off" } });
    await cluster.fleet.workers.start({ model: "gone" });
    await cluster.fleet.workers.stop({ model: "off" });
    await cluster.fleet.workers.stop({ model: "gone", deleteAfter: true });
  }
  expect(store.saved).toEqual([
    { model: "late", workerType: "llm", params: { answer: "late" } },
    { model: "off", workerType: "llm", params: { answer: "off" }, stopped: true },
  ]);
  await using again = await setUpCluster({ manager: { store } });
  expect((await again.fleet.chat.generate({ model: "late", messages: "Hi" })).text).toBe("late");
  // What an operator stopped stays so, and is still known.
  expect(await again.manager.getModelInstances("llm", "off")).toEqual([]);
  await again.manager.workerApply({ model: "off", workerType: "llm", applyType: "start" });
  expect((await again.fleet.chat.generate({ model: "off", messages: "Hi" })).text).toBe("off");
  expect(store.saved).toHaveLength(2);
});

test("what an operator stops or deletes is remembered so, also where its engine fails to stop", async () => {
  const store = memoryStore();
  const stubborn = {
    create() {
      const engine = new TestEngine({});
      engine.stop = () => Promise.reject(new Error("the device is lost"));
      return engine;
    },
  };
  await using cluster = await setUpCluster({ models: [], manager: { store, engines: { stubborn } } });
  const { manager } = cluster;
  for (const model of ["off", "gone"]) await manager.modelStartup({ model, workerType: "llm" });
  const lost = /the device is lost/;
  await expect(manager.modelShutdown({ model: "off", workerType: "llm" })).rejects.toThrow(lost);
  await expect(manager.modelShutdown({ model: "gone", workerType: "llm", deleteAfter: true })).rejects.toThrow(lost);
  expect(store.saved).toEqual([{ model: "off", workerType: "llm", params: {}, stopped: true }]);
});

test("remembered models do not start when told so, and one that cannot start stops nothing", async () => {
  const stored: StoredModel[] = [
    { model: "old", workerType: "llm", params: { provider: "gone" } },
    { model: "late", workerType: "llm", params: {} },
  ];
  const store = memoryStore(stored);
  await using quiet = await setUpCluster({ manager: { store, restore: false } });
  expect(await quiet.manager.getAllModelInstances("llm")).toHaveLength(1);
  await using cluster = await setUpCluster({ manager: { store } });
  expect(cluster.errors).toMatchObject([[{ code: "invalid_input" }, "starting the remembered model old@llm"]]);
  expect((await cluster.manager.getAllModelInstances("llm")).map(({ workerKey }) => workerKey)).toEqual([
    "m@llm",
    "late@llm",
  ]);
  expect(store.saved).toEqual(stored);
  expect(await cluster.manager.supportedModels()).toMatchObject([
    { models: [{ model: "m" }, { model: "old", enabled: false }, {}] },
  ]);
});

test("what could be started is told of this process, and of no other", async () => {
  await using cluster = await setUpCluster();
  const { manager } = cluster;
  const here = { host: "10.0.0.1", port: 8001 };
  expect(await manager.supportedModels()).toMatchObject([{ ...here, models: [{ model: "m" }] }]);
  expect(await manager.supportedModels({ instance: here })).toMatchObject([here]);
  expect(await manager.supportedModels({ instance: { ...here, port: 8002 } })).toEqual([]);
});

test("misspelt options are refused, and listeners are called after the start", async () => {
  await expect(setUpCluster({ manager: { concurency: 1 } as never })).rejects.toThrow("configuration is not valid");
  await using cluster = await setUpCluster({ start: false });
  const called: unknown[] = [];
  cluster.manager.afterStart(async (manager) => void called.push(await manager.selectOneInstance("llm", "m")));
  await cluster.manager.start();
  expect(called).toMatchObject([{ workerKey: "m@llm", host: "10.0.0.1", stopped: false, concurrencyLimit: 100 }]);
});
