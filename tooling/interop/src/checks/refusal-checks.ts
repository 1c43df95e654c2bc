import type { ModelMessage } from "@modelfleet/client";
import { ModelRegistryClient, RemoteModelWorker } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { expect } from "vitest";
import { type Check, collect, errorOf, withoutPorts } from "../check.ts";
import { at, type Cluster } from "../cluster.ts";

const registryOf = ({ controller, standby }: Cluster) =>
  new ModelRegistryClient({ transport: createTransport(), controller: [controller.url, standby.url] });

/** Bad input, and clusters that are not as they should be: each has its own clear error. */
export const refusalChecks: Check[] = [
  {
    row: "no controller address",
    async run({ freshFleet }) {
      expect(() => freshFleet({ controller: "" })).toThrow(/No controller address/);
    },
  },
  {
    row: "a controller that is not there",
    async run({ freshFleet }) {
      const fleet = freshFleet({ controller: "http://127.0.0.1:1,http://127.0.0.1:2" });
      const error = await errorOf(fleet.chat.generate({ model: "scripted", messages: "say:hi" }));
      expect(error.code).toBe("controller_unavailable");
      expect(error.message).toContain("http://127.0.0.1:2");
    },
  },
  {
    row: "a worker's address as the controller's",
    async run({ freshFleet, main }) {
      const error = await errorOf(freshFleet({ controller: main.url }).instances());
      expect(error).toMatchObject({ code: "http_status", status: 404 });
      expect(error.message).toContain("Check the address");
    },
  },
  {
    row: "a model that nobody has",
    async run({ fleet }) {
      for (const call of [
        () => fleet.chat.generate({ model: "nobody", messages: "say:hi" }),
        () => collect(fleet.chat.stream({ model: "nobody", messages: "say:hi" })),
        () => fleet.countTokens({ model: "nobody", prompt: "a" }),
      ]) {
        const error = await errorOf(call());
        expect(error).toMatchObject({ code: "model_not_found", workerKey: "nobody@llm" });
        expect(error.message).toContain("scripted");
      }
      expect((await errorOf(fleet.embed({ model: "nobody", input: "a" }))).code).toBe("model_not_found");
      expect((await errorOf(fleet.rerank({ model: "nobody", query: "a", documents: ["b"] }))).code).toBe(
        "model_not_found",
      );
    },
  },
  {
    row: "a model that its worker has not",
    async run(cluster) {
      const registry = registryOf(cluster);
      const instance = { ...at(cluster.main), workerKey: "ghost@llm" };
      await registry.registerInstance(instance);
      const { chat } = cluster.fleet;
      for (const call of [
        () => chat.generate({ model: "ghost", messages: "say:hi" }),
        () => collect(chat.stream({ model: "ghost", messages: "say:hi" })),
      ]) {
        const error = await errorOf(call());
        expect(error.code).toBe("no_healthy_instance");
        expect(withoutPorts(error.message)).toBe(
          "The worker at HOST:PORT is registered for ghost@llm and says that it does not run it.",
        );
      }
      await registry.deregisterInstance(instance);
    },
  },
  {
    row: "asked directly, the worker's own words",
    async run({ main }) {
      const worker = new RemoteModelWorker({ transport: createTransport(), baseUrl: main.url });
      const messages: ModelMessage[] = [{ role: "human", content: "say:hi" }];
      const [output] = await collect(worker.generateStream({ model: "nobody", messages }));
      expect(output).toMatchObject({ errorCode: 1, text: expect.stringContaining("not found worker instances") });
      const error = await errorOf(worker.getModelMetadata({ model: "nobody" }));
      expect(error).toMatchObject({ code: "http_status", status: 500 });
    },
  },
  {
    row: "only unhealthy instances",
    async run(cluster) {
      const registry = registryOf(cluster);
      const instance = { ...at(cluster.main), workerKey: "sick@llm" };
      await registry.registerInstance(instance);
      await registry.deregisterInstance(instance);
      const error = await errorOf(cluster.fleet.chat.generate({ model: "sick", messages: "say:hi" }));
      expect(error.code).toBe("no_healthy_instance");
      expect(error.message).toContain("1 registered, none of them healthy and enabled");
    },
  },
  {
    row: "a role that does not exist",
    async run({ fleet }) {
      const messages = [{ role: "robot", content: "hi" }] as unknown as ModelMessage[];
      const error = await errorOf(fleet.chat.generate({ model: "scripted", messages }));
      expect(error.code).toBe("invalid_input");
      expect(error.message).toContain('"robot"');
    },
  },
  {
    row: 'an "@" in a model name',
    async run({ fleet }) {
      const error = await errorOf(fleet.chat.generate({ model: "scripted@llm", messages: "say:hi" }));
      expect(error.code).toBe("invalid_input");
      expect(error.message).toContain('"@"');
    },
  },
  {
    row: "a frame above the limit",
    async run({ freshFleet }) {
      const { chat } = freshFleet({ maxFrameBytes: 2_000 });
      expect((await errorOf(collect(chat.stream({ model: "scripted", messages: "count:2000" })))).code).toBe(
        "frame_too_large",
      );
    },
  },
  {
    row: "start on a worker that is not there",
    async run({ fleet }) {
      const error = await errorOf(fleet.workers.start({ host: "127.0.0.1", port: 1, model: "late", params: {} }));
      expect(error.code).toBe("no_healthy_instance");
      expect(error.message).toContain("No healthy worker process at 127.0.0.1:1");
    },
  },
  {
    row: "start with parameters that do not work",
    async run({ fleet, main }) {
      const call = fleet.workers.start({ host: "127.0.0.1", port: main.port, model: "odd", params: { name: "odd" } });
      const error = await errorOf(call);
      expect(error.code).toBe("http_status");
      expect(await fleet.instances({ modelName: "odd", workerType: "llm", healthyOnly: true })).toEqual([]);
    },
  },
];
