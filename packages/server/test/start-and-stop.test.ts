import { expect, test } from "vitest";
import type { LocalWorkerManagerOptions, ModelStateStore } from "../src/index.ts";
import { settled, setUpCluster } from "./cluster.ts";
import { TestEngine } from "./test-engine.ts";

/** Engines that load until they are let go, and those that were made. */
function slowEngines() {
  const made: TestEngine[] = [];
  const loaded = Promise.withResolvers<void>();
  const engines: LocalWorkerManagerOptions["engines"] = {
    slow: {
      async create({ params }) {
        const engine = new TestEngine(params);
        made.push(engine);
        await loaded.promise;
        return engine;
      },
    },
  };
  return { engines, made, load: loaded.resolve };
}

test("a manager that is stopped while it starts leaves nothing running, and is nowhere registered", async () => {
  const { engines, made, load } = slowEngines();
  const models = [{ name: "m" }, { name: "n" }];
  await using cluster = await setUpCluster({ models, manager: { engines }, start: false });
  const { manager, registry, clock } = cluster;
  const starting = manager.start();
  const refused = expect(starting).rejects.toMatchObject({ name: "AbortError" });
  await settled();
  const stopping = manager.stop();
  load();
  await refused;
  await stopping;
  // The second one is not begun any more.
  expect(made.map(({ started, stopped }) => [started, stopped])).toEqual([[1, 1]]);
  expect(await registry.getAllModelInstances()).toEqual([]);
  expect(clock.timers).toBe(0);
  await manager.start();
  expect(made.map(({ started, stopped }) => [started, stopped])).toEqual([
    [1, 1],
    [1, 0],
    [1, 0],
  ]);
  expect(await registry.getAllInstances("m@llm", { healthyOnly: true })).toHaveLength(1);
});

test("a manager that is stopped while it registers is registered nowhere afterwards", async () => {
  await using cluster = await setUpCluster({ start: false });
  const { manager, registry, engines, clock } = cluster;
  const held = Promise.withResolvers<void>();
  const register = registry.registerInstance.bind(registry);
  registry.registerInstance = async (instance) => {
    await held.promise;
    return register(instance);
  };
  const starting = Promise.allSettled([manager.start()]);
  await settled();
  const stopping = manager.stop();
  held.resolve();
  await Promise.all([starting, stopping]);
  expect(await registry.getAllModelInstances({ healthyOnly: true })).toEqual([]);
  expect(engines.made).toMatchObject([{ started: 1, stopped: 1 }]);
  expect(clock.timers).toBe(0);
});

test("who starts a manager twice at once starts it once", async () => {
  const { engines, made, load } = slowEngines();
  await using cluster = await setUpCluster({ manager: { engines }, start: false });
  const both = Promise.all([cluster.manager.start(), cluster.manager.start()]);
  await settled();
  load();
  await both;
  expect(made).toMatchObject([{ started: 1, stopped: 0 }]);
  await cluster.manager.stop();
  expect(made).toMatchObject([{ started: 1, stopped: 1 }]);
});

test("what is asked of a model while the manager starts comes after its start", async () => {
  const { engines, made, load } = slowEngines();
  await using cluster = await setUpCluster({ manager: { engines }, start: false });
  const { manager } = cluster;
  const starting = manager.start();
  await settled();
  const applied = manager.workerApply({ model: "m", workerType: "llm", applyType: "start" });
  await settled();
  load();
  await starting;
  expect(await applied).toMatchObject({ success: true });
  expect(made).toHaveLength(1);
});

test("a model that is added while the manager starts is started and registered, too", async () => {
  const { engines, load } = slowEngines();
  await using cluster = await setUpCluster({ manager: { engines }, start: false });
  const { manager, registry } = cluster;
  const starting = manager.start();
  await settled();
  const adding = manager.addModel({ name: "added" });
  await settled();
  load();
  await Promise.all([starting, adding]);
  expect(await manager.getModelInstances("llm", "added")).toHaveLength(1);
  expect(await registry.getAllInstances("added@llm", { healthyOnly: true })).toHaveLength(1);
});

test("a listener may add a model, or stop the manager", async () => {
  await using cluster = await setUpCluster({ start: false });
  const { manager } = cluster;
  const called: string[] = [];
  manager.afterStart(() => manager.addModel({ name: "added" }));
  manager.afterStart(async () => {
    called.push(...(await manager.getAllModelInstances("llm")).map(({ workerKey }) => workerKey));
    await manager.stop();
  });
  manager.afterStart(() => void called.push("a manager that runs no more"));
  await manager.start();
  expect(called).toEqual(["m@llm", "added@llm"]);
});

test("what is started while the manager starts is remembered beside what was", async () => {
  const { engines, load } = slowEngines();
  const saved: string[][] = [];
  const store: ModelStateStore = {
    load: async () => [{ model: "old", workerType: "llm", params: {} }],
    save: async (models) => void saved.push(models.map(({ model }) => model)),
  };
  const fast = { create: () => new TestEngine({}) };
  const manager = { engines: { ...engines, fast }, defaultProvider: "slow", store };
  await using cluster = await setUpCluster({ manager, start: false });
  const starting = cluster.manager.start();
  await settled();
  await cluster.manager.modelStartup({ model: "late", workerType: "llm", params: { provider: "fast" } });
  load();
  await starting;
  expect(saved).toEqual([["old", "late"]]);
});

test("what an operator stopped stays so when the manager stops and starts", async () => {
  const store: ModelStateStore = { load: async () => [], save: async () => {} };
  await using cluster = await setUpCluster({ manager: { store } });
  const { manager } = cluster;
  await manager.modelStartup({ model: "late", workerType: "llm" });
  await manager.modelStartup({ model: "off", workerType: "llm" });
  await manager.modelShutdown({ model: "off", workerType: "llm" });
  await manager.stop();
  await manager.start();
  const running = await manager.getAllModelInstances("llm");
  expect(running.map(({ workerKey }) => workerKey).sort()).toEqual(["late@llm", "m@llm"]);
});
