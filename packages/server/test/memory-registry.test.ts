import { expect, test } from "vitest";
import { MemoryModelRegistry } from "../src/index.ts";

const m = { workerKey: "m@llm", host: "10.0.0.1", port: 8001 };

function setUp(options: { maxInstances?: number } = {}) {
  let time = new Date(2026, 10, 21, 9, 5, 7, 42).getTime();
  const registry = new MemoryModelRegistry({ now: () => time, ...options });
  const pass = (ms: number): void => {
    time += ms;
  };
  const healthy = async () => (await registry.getAllInstances("m@llm")).map((row) => row.healthy);
  return { registry, pass, healthy };
}

test("a registered instance is healthy until its heartbeats stop for a minute, and again with the next", async () => {
  const { registry, pass, healthy } = setUp();
  expect(await registry.registerInstance(m)).toBe(true);
  expect(await registry.getAllInstances("m@llm")).toEqual([
    {
      ...m,
      modelName: "m",
      workerType: "llm",
      weight: 1,
      checkHealthy: true,
      healthy: true,
      enabled: true,
      promptTemplate: undefined,
      lastHeartbeat: "2026-11-21T09:05:07.042000",
    },
  ]);
  pass(60_000);
  expect(await healthy()).toEqual([true]);
  pass(1);
  expect(await healthy()).toEqual([false]);
  expect(await registry.getAllInstances("m@llm", { healthyOnly: true })).toEqual([]);
  await registry.sendHeartbeat(m);
  expect(await healthy()).toEqual([true]);
});

test("an instance whose heartbeats nobody watches stays healthy", async () => {
  const { registry, pass, healthy } = setUp();
  await registry.registerInstance({ ...m, checkHealthy: false });
  pass(3_600_000);
  expect(await healthy()).toEqual([true]);
});

test("a heartbeat registers an unknown instance, and leaves weight and enabled as they are", async () => {
  const { registry } = setUp();
  await registry.sendHeartbeat({ ...m, weight: 3, enabled: false });
  await registry.sendHeartbeat({ ...m, weight: 1, enabled: true });
  expect(await registry.getAllModelInstances()).toMatchObject([{ weight: 3, enabled: false, healthy: true }]);
  await registry.registerInstance({ ...m, weight: 2 });
  expect(await registry.getAllModelInstances()).toMatchObject([{ weight: 2, enabled: false }]);
});

test("a deregistered instance stays as an unhealthy row, or goes", async () => {
  const { registry, healthy } = setUp();
  await registry.registerInstance(m);
  await registry.deregisterInstance(m);
  expect(await healthy()).toEqual([false]);
  await registry.registerInstance(m);
  expect(await healthy()).toEqual([true]);
  await registry.deregisterInstance(m, { removeFromRegistry: true });
  expect(await registry.getAllModelInstances()).toEqual([]);
  expect(await registry.deregisterInstance(m)).toBe(true);
});

test("a full registry makes room of the dead, and refuses when all live", async () => {
  const { registry, pass } = setUp({ maxInstances: 2 });
  await registry.registerInstance(m);
  await registry.registerInstance({ ...m, port: 2 });
  await expect(registry.registerInstance({ ...m, port: 3 })).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining("keeps 2 instances"),
  });
  pass(61_000);
  await registry.sendHeartbeat({ ...m, port: 2 });
  await registry.registerInstance({ ...m, port: 3 });
  expect((await registry.getAllModelInstances()).map(({ port }) => port)).toEqual([2, 3]);
});

test("ten thousand instances: a heartbeat and a question about one model find theirs", async () => {
  const { registry } = setUp();
  for (let i = 0; i < 10_000; i++) {
    await registry.registerInstance({
      workerKey: `model-${i % 1000}@llm`,
      host: `10.0.${i >> 8}.${i & 255}`,
      port: 8001,
    });
  }
  for (let i = 0; i < 1_000; i++) {
    await registry.sendHeartbeat({ workerKey: `model-${i}@llm`, host: `10.0.${i >> 8}.${i & 255}`, port: 8001 });
    expect(await registry.getAllInstances(`model-${i}@llm`)).toHaveLength(10);
  }
  expect(await registry.getAllModelInstances()).toHaveLength(10_000);
});
