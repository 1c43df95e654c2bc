import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createStandInCluster, type StandInCluster } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import { expect, test } from "vitest";

const models = [{ name: "m", type: "llm" }] as const;

function setUp(workers: number): { cluster: StandInCluster; manager: RemoteWorkerManager } {
  const cluster = createStandInCluster({ models, workers });
  const transport = createTransport({ fetch: cluster.fetch });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  return { cluster, manager: new RemoteWorkerManager({ registry, transport }) };
}

test("what one worker process could start is asked of that one only", async () => {
  const { cluster, manager } = setUp(3);
  const all = await manager.supportedModels();
  expect(all).toHaveLength(3);
  const { host, port } = all[1] as (typeof all)[number];
  cluster.reset();
  expect(await manager.supportedModels({ instance: { host, port } })).toEqual([all[1]]);
  expect(cluster.requests.filter(({ path }) => path.includes("supports"))).toMatchObject([{ server: "worker-2" }]);
  await expect(manager.supportedModels({ instance: { host: "nowhere", port } })).rejects.toMatchObject({
    code: "no_healthy_instance",
  });
});

test("an instance that is not healthy is selected by who wants any", async () => {
  const { cluster, manager } = setUp(1);
  cluster.fault("controllers", { type: "unhealthy" });
  await expect(manager.selectOneInstance("llm", "m")).rejects.toMatchObject({ code: "no_healthy_instance" });
  expect(await manager.selectOneInstance("llm", "m", { healthyOnly: false })).toMatchObject({ workerKey: "m@llm" });
});
