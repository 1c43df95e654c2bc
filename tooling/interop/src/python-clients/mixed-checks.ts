import { expect } from "vitest";
import { type Check, withoutPorts } from "../check.ts";
import { embedding } from "../scripts.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { contentFault } from "./python-fault.ts";

const messages = [{ role: "human", content: "say:Python" }] as const;
const chat = { model: "scripted", messages };
const their = ({ theirWorker }: MixedCluster) => ({ host: "127.0.0.1", port: theirWorker.port });
const our = ({ worker }: MixedCluster) => ({ host: "127.0.0.1", port: worker.port });

/** Asks until both workers have answered; each is as likely as the other. */
async function answersOf(ask: () => Promise<string>): Promise<Set<string>> {
  const answers = new Set<string>();
  for (let asked = 0; asked < 40 && answers.size < 2; asked++) answers.add(await ask());
  return answers;
}

const healthyPorts = async ({ fleet }: MixedCluster, modelName: string) => {
  const rows = await fleet.instances({ modelName, healthyOnly: true });
  return rows.map(({ port }) => port).sort();
};

/** A Python and a TypeScript worker with a model of the same name on our controller. */
export const sharedModelChecks: Check<MixedCluster>[] = [
  {
    row: "both are listed, to both kinds of clients",
    async run(cluster) {
      const ports = [our(cluster).port, their(cluster).port].sort();
      expect(await healthyPorts(cluster, "scripted")).toEqual(ports);
      const rows = await cluster.python("manager.get_model_instances", { worker_type: "llm", model_name: "scripted" });
      expect((rows as { port: number }[]).map(({ port }) => port).sort()).toEqual(ports);
    },
  },
  {
    row: "our client reads both",
    async run({ fleet }) {
      const ask = async () => (await fleet.chat.generate(chat)).text;
      expect(await answersOf(ask)).toEqual(new Set(["TypeScript", "Python"]));
      const stream = async () => {
        let text = "";
        for await (const { delta } of fleet.chat.stream(chat)) text += delta;
        return text;
      };
      expect(await answersOf(stream)).toEqual(new Set(["TypeScript", "Python"]));
    },
  },
  {
    row: "their client reads both",
    async run({ python, version }) {
      const ask = async () => ((await python("llm.generate", chat)) as { text: string }).text;
      const fault = await contentFault(version, answersOf(ask));
      if (fault) return fault;
      expect(await answersOf(ask)).toEqual(new Set(["TypeScript", "Python"]));
    },
  },
  {
    row: "supported models of both",
    async run(cluster) {
      const ports = [our(cluster).port, their(cluster).port].sort();
      expect((await cluster.fleet.workers.supported()).map(({ port }) => port).sort()).toEqual(ports);
      const rows = (await cluster.python("manager.supported_models")) as { port: number }[];
      expect(rows.map(({ port }) => port).sort()).toEqual(ports);
    },
  },
];

/** DB-GPT's worker, registered with our controller. */
export const theirWorkerChecks: Check<MixedCluster>[] = [
  {
    row: "registered by itself, kept by heartbeats",
    async run(cluster) {
      const beat = async () => {
        const rows = await cluster.fleet.instances({ modelName: "scripted", workerType: "llm" });
        return rows.find(({ port }) => port === their(cluster).port)?.lastHeartbeat;
      };
      const before = await beat();
      expect(before).toMatch(/^\d{4}-/);
      await expect.poll(beat, { timeout: 15_000 }).not.toBe(before);
      expect(await healthyPorts(cluster, "scripted-embed")).toEqual([their(cluster).port]);
    },
  },
  {
    row: "embeddings, by both kinds of clients",
    async run({ fleet, python }) {
      expect(await fleet.embed({ model: "scripted-embed", input: ["one two"] })).toEqual([embedding("one two")]);
      const asked = { model: "scripted-embed", texts: ["one two"] };
      expect(await python("embeddings.aembed_documents", asked)).toEqual([embedding("one two")]);
    },
  },
  {
    // 500 against upstream's own controller, which refuses the empty `remove_from_registry=` that the worker sends.
    row: "models/shutdown and startup, by our client",
    async run(cluster) {
      const { workers } = cluster.fleet;
      await workers.stop({ model: "scripted-embed", workerType: "text2vec", ...their(cluster) });
      expect(await healthyPorts(cluster, "scripted-embed")).toEqual([]);
      const params = { name: "scripted-embed", provider: "scripted" };
      await workers.start({ model: "scripted-embed", workerType: "text2vec", ...their(cluster), params });
      expect(await healthyPorts(cluster, "scripted-embed")).toEqual([their(cluster).port]);
    },
  },
  {
    row: "models/shutdown and startup, by their client",
    async run(cluster) {
      const { python } = cluster;
      const request = { model: "scripted-embed", worker_type: "text2vec", ...their(cluster) };
      expect(await python("manager.model_shutdown", { ...request, params: {} })).toBeNull();
      expect(await healthyPorts(cluster, "scripted-embed")).toEqual([]);
      const params = { name: "scripted-embed", provider: "scripted" };
      expect(await python("manager.model_startup", { ...request, params })).toBeNull();
      expect(await healthyPorts(cluster, "scripted-embed")).toEqual([their(cluster).port]);
    },
  },
];

/** Our worker, registered with DB-GPT's controller. */
export const ourWorkerChecks: Check<MixedCluster>[] = [
  {
    row: "registered, kept by heartbeats",
    async run({ theirFleet, worker }) {
      const rows = () => theirFleet.instances({ modelName: "echo", workerType: "llm" });
      const [before] = await rows();
      expect(before).toMatchObject({ workerKey: "echo@llm", port: worker.port, healthy: true, enabled: true });
      await expect
        .poll(async () => (await rows())[0]?.lastHeartbeat, { timeout: 15_000 })
        .not.toBe(before?.lastHeartbeat);
    },
  },
  {
    row: "our client, through their controller",
    async run({ theirFleet }) {
      const output = await theirFleet.chat.generate({ model: "echo", messages: "hello there" });
      expect(output).toMatchObject({ text: "hello there", errorCode: 0, finishReason: "stop" });
      const [best] = await theirFleet.rerank({ model: "rerank", query: "dog", documents: ["fox", "a dog"] });
      expect(best?.index).toBe(1);
    },
  },
  {
    row: "their client, through their controller",
    async run({ pythonAt, theirController }) {
      const asked = { model: "echo", messages: [{ role: "human", content: "hello there" }] };
      const outputs = (await pythonAt(theirController.url, "llm.generate_stream", asked)) as unknown[];
      expect(outputs.at(-1)).toMatchObject({ text: "hello there", error_code: 0, finish_reason: "stop" });
    },
  },
  {
    row: "models/startup, restart and shutdown, seen on their controller",
    async run({ pythonAt, theirController, theirFleet, worker }) {
      const python = (name: string, args: Record<string, unknown>) => pythonAt(theirController.url, name, args);
      const seen = async () => {
        const rows = await theirFleet.instances({ modelName: "late", healthyOnly: true });
        return rows.map(({ port }) => port);
      };
      const request = { host: "127.0.0.1", port: worker.port, model: "late", worker_type: "llm" };
      await python("manager.model_startup", { ...request, params: { provider: "echo" } });
      expect(await seen()).toEqual([worker.port]);
      const output = await python("manager.worker_apply", { model: "late", apply_type: "restart" });
      expect(withoutPorts((output as { message: string }).message)).toBe(
        "model late@llm(HOST:PORT) restart successfully",
      );
      expect(await seen()).toEqual([worker.port]);
      await python("manager.model_shutdown", { ...request, params: {} });
      expect(await seen()).toEqual([]);
    },
  },
];
