import { expect } from "vitest";
import type { Check } from "../check.ts";
import type { MixedCluster } from "./mixed-cluster.ts";

/** Nothing listens there: the port is reserved. */
const nowhere = "http://127.0.0.1:1";

const elsewhere = { model_name: "elsewhere@llm", host: "127.0.0.1", port: 9 };
const row = ({ worker }: MixedCluster, key: string) => ({
  model_name: key,
  host: "127.0.0.1",
  port: worker.port,
  weight: 1,
  check_healthy: true,
  healthy: true,
  enabled: true,
  prompt_template: null,
  last_heartbeat: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/),
});

/** Upstream's `ModelRegistryClient` against our controller. */
export const registryChecks: Check<MixedCluster>[] = [
  {
    row: "get_all_instances",
    async run(cluster) {
      const rows = await cluster.python("registry.get_all_instances", { model_name: "echo@llm" });
      expect(rows).toEqual([{ ...row(cluster, "echo@llm"), remove_from_registry: false }]);
      expect(await cluster.python("registry.get_all_instances", { model_name: "nobody@llm" })).toEqual([]);
    },
  },
  {
    row: "sync_get_all_instances",
    async run(cluster) {
      const rows = await cluster.python("registry.sync_get_all_instances", {
        model_name: "echo@llm",
        healthy_only: true,
      });
      expect(rows).toMatchObject([row(cluster, "echo@llm")]);
    },
  },
  {
    row: "get_all_model_instances",
    async run(cluster) {
      const rows = await cluster.python("registry.get_all_model_instances", { healthy_only: true });
      for (const key of ["echo@llm", "embed@text2vec", "rerank@reranker", "WorkerManager@service"]) {
        expect(rows).toContainEqual(expect.objectContaining(row(cluster, key)));
      }
    },
  },
  {
    row: "register_instance",
    async run({ python }) {
      const instance = { ...elsewhere, weight: 2, enabled: false };
      expect(await python("registry.register_instance", instance)).toBe(true);
      const rows = await python("registry.get_all_instances", { model_name: elsewhere.model_name });
      expect(rows).toMatchObject([{ ...instance, healthy: true }]);
    },
  },
  {
    row: "send_heartbeat",
    async run({ python }) {
      expect(await python("registry.send_heartbeat", elsewhere)).toBe(true);
      // One that is unknown is registered by it.
      const unknown = { ...elsewhere, model_name: "unheard@llm" };
      expect(await python("registry.send_heartbeat", unknown)).toBe(true);
      const rows = await python("registry.get_all_instances", { model_name: "unheard@llm", healthy_only: true });
      expect(rows).toMatchObject([unknown]);
    },
  },
  {
    row: "deregister_instance",
    async run({ python }) {
      const rows = (healthyOnly: boolean) =>
        python("registry.get_all_instances", { model_name: elsewhere.model_name, healthy_only: healthyOnly });
      // Its query names every field of the row, those that are not set with an empty value.
      expect(await python("registry.deregister_instance", elsewhere)).toBe(true);
      expect(await rows(true)).toEqual([]);
      expect(await rows(false)).toMatchObject([{ ...elsewhere, healthy: false }]);
    },
  },
  {
    row: "deregister_instance, remove_from_registry",
    async run({ python }) {
      for (const name of ["elsewhere@llm", "unheard@llm"]) {
        const instance = { ...elsewhere, model_name: name, remove_from_registry: true };
        expect(await python("registry.deregister_instance", instance)).toBe(true);
        expect(await python("registry.get_all_instances", { model_name: name })).toEqual([]);
      }
    },
  },
  {
    row: "two controllers, one of them down",
    async run({ pythonAt, controller }) {
      const rows = await pythonAt(`${nowhere},${controller.url}`, "registry.get_all_instances", {
        model_name: "echo@llm",
      });
      expect(rows).toHaveLength(1);
    },
  },
];
