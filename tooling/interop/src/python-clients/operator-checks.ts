import { expect } from "vitest";
import { type Check, withoutPorts } from "../check.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { pythonFaultOf } from "./python-fault.ts";

const messages = [{ role: "human", content: "who is there?" }];
const said = (python: MixedCluster["python"], model: string) => python("manager.generate", { model, messages });
const healthy = (python: MixedCluster["python"], key: string) =>
  python("registry.get_all_instances", { model_name: key, healthy_only: true });

const startup = ({ worker }: MixedCluster, params: Record<string, unknown>) => ({
  ...{ host: "127.0.0.1", port: worker.port, model: "extra", worker_type: "llm" },
  params: { name: "extra", ...params },
});

/** What upstream's `RemoteWorkerManager` does with our worker. In this order: they build on each other. */
export const operatorChecks: Check<MixedCluster>[] = [
  {
    row: "model_startup",
    async run(cluster) {
      const { python } = cluster;
      const request = startup(cluster, { provider: "echo", answer: "started", verbose: false, concurrency: 3 });
      expect(await python("manager.model_startup", request)).toBeNull();
      expect(await healthy(python, "extra@llm")).toHaveLength(1);
      expect(await said(python, "extra")).toMatchObject({ text: "started", error_code: 0 });
    },
  },
  {
    row: "model_startup, of what runs already",
    async run(cluster) {
      const call = cluster.python("manager.model_startup", startup(cluster, { provider: "echo" }));
      await pythonFaultOf(call, "Exception", /extra@llm runs here already: stop it first\./);
      expect(await said(cluster.python, "extra")).toMatchObject({ text: "started" });
    },
  },
  {
    row: "model_startup, of an unknown provider",
    async run(cluster) {
      const request = { ...startup(cluster, { provider: "vllm" }), model: "other" };
      await pythonFaultOf(cluster.python("manager.model_startup", request), "Exception", /Providers here: echo/);
      expect(await healthy(cluster.python, "other@llm")).toEqual([]);
    },
  },
  {
    row: "worker_apply, update_params",
    async run({ python }) {
      const request = { model: "extra", apply_type: "update_params", params: { answer: "updated" } };
      expect(await python("manager.worker_apply", request)).toMatchObject({
        success: true,
        message: "Update worker params and restart successfully",
      });
      expect(await said(python, "extra")).toMatchObject({ text: "updated" });
    },
  },
  {
    row: "worker_apply, restart",
    async run({ python }) {
      // Of a model of the configuration, and of one that was started at run time: upstream's workers lose the second.
      for (const model of ["echo", "extra"]) {
        const output = await python("manager.worker_apply", { model, apply_type: "restart" });
        const { message, success, timecost } = output as { message: string; success: boolean; timecost: number };
        expect([withoutPorts(message), success]).toEqual([`model ${model}@llm(HOST:PORT) restart successfully`, true]);
        expect(timecost).toBeGreaterThanOrEqual(0);
        expect(await healthy(python, `${model}@llm`)).toHaveLength(1);
      }
      expect(await said(python, "extra")).toMatchObject({ text: "updated" });
    },
  },
  {
    row: "worker_apply, restart of a reranker",
    async run({ python }) {
      const request = { model: "rerank", worker_type: "reranker", apply_type: "restart" };
      expect(await python("manager.worker_apply", request)).toMatchObject({ success: true });
      expect(await healthy(python, "rerank@reranker")).toHaveLength(1);
    },
  },
  {
    row: "worker_apply, stop and start",
    async run({ python }) {
      expect(await python("manager.worker_apply", { model: "extra", apply_type: "stop" })).toMatchObject({
        success: true,
      });
      expect(await healthy(python, "extra@llm")).toEqual([]);
      expect(await python("manager.worker_apply", { model: "extra", apply_type: "start" })).toMatchObject({
        success: true,
      });
      expect(await healthy(python, "extra@llm")).toHaveLength(1);
    },
  },
  {
    row: "model_shutdown",
    async run(cluster) {
      const { python } = cluster;
      const request = { ...startup(cluster, {}), delete_after: true };
      expect(await python("manager.model_shutdown", request)).toBeNull();
      expect(await healthy(python, "extra@llm")).toEqual([]);
      expect(await said(python, "extra")).toMatchObject({ error_code: 1 });
    },
  },
];
