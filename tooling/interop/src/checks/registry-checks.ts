import { ModelRegistryClient } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { expect } from "vitest";
import type { Check } from "../check.ts";
import type { Cluster } from "../cluster.ts";

const client = (controller: string | readonly string[]) =>
  new ModelRegistryClient({ transport: createTransport(), controller });
const both = ({ controller, standby }: Cluster) => client([controller.url, standby.url]);

/** Nothing listens there: the port is reserved. */
const nowhere = "http://127.0.0.1:1";

/** `ModelRegistryClient`. */
export const registryChecks: Check[] = [
  {
    row: "getAllInstances",
    async run(cluster) {
      const rows = await client(cluster.controller.url).getAllInstances("scripted@llm");
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatchObject({ workerKey: "scripted@llm", modelName: "scripted", workerType: "llm" });
      expect(await client(cluster.controller.url).getAllInstances("nobody@llm")).toEqual([]);
    },
  },
  {
    row: "getAllModelInstances",
    async run(cluster) {
      const rows = await client(cluster.controller.url).getAllModelInstances({ healthyOnly: true });
      expect(rows.length).toBeGreaterThanOrEqual(8);
      expect(rows.every(({ healthy }) => healthy)).toBe(true);
    },
  },
  {
    row: "registerInstance, on every controller",
    async run(cluster) {
      const instance = { workerKey: "elsewhere@llm", host: "127.0.0.1", port: 9, weight: 2, checkHealthy: false };
      expect(await both(cluster).registerInstance(instance)).toBe(true);
      for (const { url } of [cluster.controller, cluster.standby]) {
        const [row] = await client(url).getAllInstances("elsewhere@llm");
        expect(row).toMatchObject({ ...instance, healthy: true, enabled: true });
      }
      await both(cluster).deregisterInstance(instance);
    },
  },
  {
    row: "sendHeartbeat",
    async run(cluster) {
      const registry = both(cluster);
      const instance = { workerKey: "beating@llm", host: "127.0.0.1", port: 9 };
      // A heartbeat registers an unknown instance.
      expect(await registry.sendHeartbeat(instance)).toBe(true);
      const [first] = await registry.getAllInstances("beating@llm");
      expect(await registry.sendHeartbeat(instance)).toBe(true);
      const [second] = await registry.getAllInstances("beating@llm");
      expect(String(second?.lastHeartbeat) > String(first?.lastHeartbeat)).toBe(true);
      await registry.deregisterInstance(instance, { removeFromRegistry: true });
    },
  },
  {
    row: "deregisterInstance",
    async run(cluster) {
      const registry = both(cluster);
      const instance = { workerKey: "leaving@llm", host: "127.0.0.1", port: 9 };
      await registry.registerInstance(instance);
      expect(await registry.deregisterInstance(instance)).toBe(true);
      const rows = await registry.getAllInstances("leaving@llm");
      expect(rows).toEqual([expect.objectContaining({ healthy: false })]);
      expect(await registry.getAllInstances("leaving@llm", { healthyOnly: true })).toEqual([]);
    },
  },
  {
    row: "deregisterInstance, and remove",
    // Older controllers ignore the flag.
    where: ({ firstGeneration }) => !firstGeneration,
    async run(cluster) {
      const registry = both(cluster);
      const instance = { workerKey: "gone@llm", host: "127.0.0.1", port: 9 };
      await registry.registerInstance(instance);
      expect(await registry.deregisterInstance(instance, { removeFromRegistry: true })).toBe(true);
      expect(await registry.getAllInstances("gone@llm")).toEqual([]);
    },
  },
  {
    row: "health",
    async run({ controller, standby }) {
      const health = await client([controller.url, standby.url, nowhere]).health();
      expect(health).toMatchObject([
        { url: controller.url, healthy: true },
        { url: standby.url, healthy: true },
        { url: nowhere, healthy: false, error: { code: "connection_failed" } },
      ]);
    },
  },
  {
    row: "failover to the second controller",
    async run({ controller }) {
      const rows = await client([nowhere, controller.url]).getAllInstances("scripted@llm");
      expect(rows).toHaveLength(2);
    },
  },
];
