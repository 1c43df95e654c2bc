import { expect, test } from "vitest";
import { controllerApp, MemoryModelRegistry } from "../src/index.ts";
import { clientOf, controllerUrl, Network, post, settled, setUpCluster } from "./cluster.ts";

const keys = async (registry: MemoryModelRegistry) =>
  (await registry.getAllModelInstances()).map(({ workerKey, healthy }) => `${workerKey} ${healthy}`).sort();

test("a worker registers itself and its models, and says goodbye", async () => {
  const cluster = await setUpCluster();
  expect(await keys(cluster.registry)).toEqual(["WorkerManager@service true", "m@llm true"]);
  await cluster.manager.stop();
  expect(await keys(cluster.registry)).toEqual(["WorkerManager@service false", "m@llm false"]);
  expect(cluster.clock.timers).toBe(0);
});

test("a worker that withdraws is not found any more, and answers", async () => {
  await using cluster = await setUpCluster();
  const answer = cluster.manager.generateStream({ model: "m", messages: [{ role: "human", content: "Hi" }] });
  const outputs = answer[Symbol.asyncIterator]();
  await outputs.next();
  await cluster.manager.withdraw();
  expect(await keys(cluster.registry)).toEqual(["WorkerManager@service false", "m@llm false"]);
  expect(cluster.clock.timers).toBe(0);
  let text = "";
  for (let next = await outputs.next(); !next.done; next = await outputs.next()) text = next.value.text;
  expect(text).toBe("one two three");
});

test("what starts after the goodbye is not registered", async () => {
  await using cluster = await setUpCluster();
  const { manager, registry } = cluster;
  const starting = manager.modelStartup({ model: "late", workerType: "llm" });
  await manager.withdraw();
  await starting;
  await manager.workerApply({ model: "m", workerType: "llm", applyType: "restart" });
  await manager.addModel({ name: "later" });
  expect(await registry.getAllModelInstances({ healthyOnly: true })).toEqual([]);
  // They run all the same, for whoever still has their address.
  expect(await manager.getAllModelInstances("llm")).toHaveLength(3);
});

test("heartbeats every 20 seconds keep it healthy", async () => {
  await using cluster = await setUpCluster();
  for (let i = 0; i < 6; i++) {
    cluster.clock.pass(20_000);
    await settled();
  }
  expect(await keys(cluster.registry)).toEqual(["WorkerManager@service true", "m@llm true"]);
  const beats = cluster.network.requests.filter(({ url }) => url.endsWith("/heartbeat"));
  expect(beats).toHaveLength(12);
});

test("a controller that starts anew hears of everything with the next heartbeat", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m", weight: 3 }] });
  const { network, clock, fleet } = cluster;
  network.apps.delete(controllerUrl);
  clock.pass(20_000);
  await settled();
  clock.pass(20_000);
  await settled();
  // Said once, not with every beat.
  expect(cluster.errors).toMatchObject([[{ code: "controller_unavailable" }, "telling a controller of this worker"]]);
  const anew = new MemoryModelRegistry({ now: () => clock.now });
  network.apps.set(controllerUrl, controllerApp(anew));
  clock.pass(20_000);
  await settled();
  expect(await anew.getAllInstances("m@llm")).toMatchObject([{ weight: 3, healthy: true }]);
  expect((await fleet.chat.generate({ model: "m", messages: "Hi" })).text).toBe("one two three");
});

test("a worker starts while its controller is away", async () => {
  const network = new Network();
  const registry = new MemoryModelRegistry();
  await using cluster = await setUpCluster({ manager: { registries: [clientOf(network)] } });
  expect(cluster.errors).toHaveLength(1);
  network.apps.set(controllerUrl, controllerApp(registry));
  cluster.clock.pass(20_000);
  await settled();
  expect(await keys(registry)).toEqual(["WorkerManager@service true", "m@llm true"]);
});

test.each<[string, () => void]>([
  [
    "at once",
    () => {
      throw new Error("the disk is full");
    },
  ],
  ["later", () => Promise.reject(new Error("the disk is full"))],
])("heartbeats go on where the log of their failures fails %s", async (_, onError) => {
  const registry = new MemoryModelRegistry();
  let away = true;
  const flaky = new Proxy(registry, {
    get: (target, name) => (away ? () => Promise.reject(new Error("away")) : Reflect.get(target, name).bind(target)),
  });
  await using cluster = await setUpCluster({ manager: { registries: [flaky], onError } });
  cluster.clock.pass(20_000);
  await settled();
  away = false;
  cluster.clock.pass(20_000);
  await settled();
  expect(await keys(registry)).toEqual(["WorkerManager@service true", "m@llm true"]);
});

test("every controller is told, and one that is silent holds up none", async () => {
  const registries = [new MemoryModelRegistry(), new MemoryModelRegistry(), new MemoryModelRegistry()] as const;
  const [first, second, third] = registries;
  await using cluster = await setUpCluster({ manager: { registries } });
  const silence = Promise.withResolvers<boolean>();
  second.sendHeartbeat = () => silence.promise;
  third.sendHeartbeat = () => Promise.reject(new Error("full"));
  await first.deregisterInstance({ workerKey: "m@llm", host: "10.0.0.1", port: 8001 });
  for (let i = 0; i < 3; i++) {
    cluster.clock.pass(20_000);
    await settled();
  }
  expect(await keys(first)).toEqual(["WorkerManager@service true", "m@llm true"]);
  expect(cluster.errors).toHaveLength(1);
  silence.resolve(true);
});

test("a controller that is silent at the start is waited for once, and the others have their heartbeats meanwhile", async () => {
  const [silent, other] = [new MemoryModelRegistry(), new MemoryModelRegistry()];
  const models = ["a", "b", "c"].map((name) => ({ name }));
  await using cluster = await setUpCluster({ models, manager: { registries: [silent, other] }, start: false });
  const asked: string[] = [];
  const silence = Promise.withResolvers<boolean>();
  silent.registerInstance = ({ workerKey }) => {
    asked.push(workerKey);
    return silence.promise;
  };
  const starting = cluster.manager.start();
  await settled();
  expect(asked.sort()).toEqual(["WorkerManager@service", "a@llm", "b@llm", "c@llm"]);
  await other.deregisterInstance({ workerKey: "a@llm", host: "10.0.0.1", port: 8001 });
  cluster.clock.pass(20_000);
  await settled();
  expect(await other.getAllInstances("a@llm", { healthyOnly: true })).toHaveLength(1);
  silence.resolve(true);
  await starting;
});

test("a heartbeat under way does not bring a stopped model back", async () => {
  const registry = new MemoryModelRegistry();
  await using cluster = await setUpCluster({ manager: { registries: [registry] } });
  const send = registry.sendHeartbeat.bind(registry);
  const held = Promise.withResolvers<void>();
  registry.sendHeartbeat = async (instance) => {
    await held.promise;
    return send(instance);
  };
  cluster.clock.pass(20_000);
  const stopping = cluster.manager.workerApply({ model: "m", workerType: "llm", applyType: "stop" });
  await settled();
  held.resolve();
  await stopping;
  expect(await keys(registry)).toEqual(["WorkerManager@service true", "m@llm false"]);
});

test("a reranker where clients before 0.7 look for it, when told to", async () => {
  const models = [{ name: "r", workerType: "reranker" }] as const;
  await using cluster = await setUpCluster({ models, manager: { rerankersAsText2vec: true } });
  expect(await keys(cluster.registry)).toEqual(["WorkerManager@service true", "r@reranker true", "r@text2vec true"]);
  const asked = { model: "r", input: ["a", "b"], query: "b" };
  const answer = await cluster.network.fetch(post("/api/worker/embeddings", asked));
  expect(await answer.json()).toEqual([[0.25, 1]]);
  await cluster.manager.removeModel("reranker", "r");
  expect(await keys(cluster.registry)).toEqual(["WorkerManager@service true"]);
});
