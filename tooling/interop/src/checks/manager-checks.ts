import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { expect, vi } from "vitest";
import { type Check, collect, faultOf } from "../check.ts";
import { at, type Cluster } from "../cluster.ts";
import { embedding, english } from "../scripts.ts";
import { scriptedParams } from "../upstream.ts";

function connect({ controller }: Cluster): { registry: ModelRegistryClient; manager: RemoteWorkerManager } {
  const transport = createTransport();
  const registry = new ModelRegistryClient({ transport, controller: controller.url });
  return { registry, manager: new RemoteWorkerManager({ transport, registry }) };
}

const human = (content: string) => [{ role: "human", content }] as const;

/** `RemoteWorkerManager`. */
export const managerChecks: Check[] = [
  {
    row: "start, afterStart, stop",
    async run(cluster) {
      const { manager } = connect(cluster);
      const listener = vi.fn();
      manager.afterStart(listener);
      expect(listener).not.toHaveBeenCalled();
      await manager.start();
      expect(listener).toHaveBeenCalledExactlyOnceWith(manager);
      await manager.stop();
    },
  },
  {
    row: "getModelInstances",
    async run(cluster) {
      const rows = await connect(cluster).manager.getModelInstances("llm", "scripted");
      expect(rows.map(({ port }) => port).sort()).toEqual([cluster.main.port, cluster.twin.port].sort());
      expect(rows[0]?.printableKey).toMatch(/^model scripted@llm\(127\.0\.0\.1:\d+\)$/);
    },
  },
  {
    row: "getAllModelInstances",
    async run(cluster) {
      const { manager } = connect(cluster);
      expect(await manager.getAllModelInstances("llm")).toHaveLength(3);
      expect(await manager.getAllModelInstances("service")).toHaveLength(3);
      const rerankers = cluster.upstream.firstGeneration ? 0 : 1;
      expect(await manager.getAllModelInstances("reranker")).toHaveLength(rerankers);
    },
  },
  {
    row: "selectOneInstance",
    async run(cluster) {
      const run = await connect(cluster).manager.selectOneInstance("text2vec", "scripted-embed");
      expect(run).toMatchObject({ ...at(cluster.main), workerKey: "scripted-embed@text2vec", stopped: false });
    },
  },
  {
    row: "supportedModels",
    async run(cluster) {
      expect(await connect(cluster).manager.supportedModels()).toHaveLength(3);
    },
  },
  {
    row: "generateStream",
    async run(cluster) {
      const { manager } = connect(cluster);
      const outputs = await collect(manager.generateStream({ model: "scripted", messages: human("count:9") }));
      expect(outputs.at(-1)?.text).toBe(english(9));
    },
  },
  {
    row: "generate",
    async run(cluster) {
      const output = await connect(cluster).manager.generate({ model: "scripted", messages: human("say:hi you") });
      expect(output).toMatchObject({ text: "hi you", errorCode: 0 });
    },
  },
  {
    row: "embeddings",
    async run(cluster) {
      const rows = await connect(cluster).manager.embeddings({ model: "scripted-embed", input: ["a", "b c"] });
      expect(rows).toEqual(["a", "b c"].map(embedding));
    },
  },
  {
    row: "countToken",
    async run(cluster) {
      const call = connect(cluster).manager.countToken({ model: "proxied", prompt: "one two" });
      // Without tiktoken, which is not installed, upstream counts no tokens of proxied models.
      expect(await call).toBe(-1);
    },
  },
  {
    row: "getModelMetadata",
    async run(cluster) {
      const { manager } = connect(cluster);
      const metadata = await manager.getModelMetadata({ model: "scripted" });
      expect(metadata).toMatchObject({ model: "scripted", models: ["scripted"], contextLength: 8192 });
      expect((await manager.getModelMetadata({ model: "proxied" })).model).toBe("proxied");
    },
  },
  {
    row: "parameterDescriptions",
    async run(cluster) {
      const rows = await connect(cluster).manager.parameterDescriptions("llm", "scripted");
      expect(rows.length).toBeGreaterThan(5);
    },
  },
  {
    row: "modelStartup, modelShutdown",
    async run(cluster) {
      const { manager, registry } = connect(cluster);
      const request = { ...at(cluster.twin), model: "managed", workerType: "llm" as const };
      await manager.modelStartup({ ...request, params: scriptedParams(cluster.upstream, "managed") });
      const output = await manager.generate({ model: "managed", messages: human("say:started") });
      expect(output.text).toBe("started");
      await manager.modelShutdown(request);
      const rows = await registry.getAllInstances("managed@llm", { healthyOnly: true });
      expect(rows).toEqual([]);
    },
  },
  {
    row: "workerApply start, stop",
    async run(cluster) {
      const { manager } = connect(cluster);
      const request = { ...at(cluster.twin), model: "applied", workerType: "llm" as const };
      await manager.modelStartup({ ...request, params: scriptedParams(cluster.upstream, "applied") });
      const action = { model: "applied", workerType: "llm" } as const;
      const started = await manager.workerApply({ ...action, applyType: "start" });
      expect(started).toMatchObject({ success: true, message: expect.stringContaining("start successfully") });
      const stopped = await manager.workerApply({ ...action, applyType: "stop" });
      expect(stopped).toMatchObject({ success: true, message: expect.stringContaining("stop successfully") });
      expect(stopped.outputs[0]?.instance).toMatchObject(at(cluster.twin));
      const error = await faultOf(
        manager.generate({ model: "applied", messages: human("say:hi") }),
        "no_healthy_instance",
        "No healthy instance of applied@llm: 1 registered, none of them healthy and enabled. Check that its worker runs and can reach the controller.",
      );
      expect(error.code).toBe("no_healthy_instance");
    },
  },
];
