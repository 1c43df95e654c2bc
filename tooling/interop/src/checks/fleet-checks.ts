import type { Fleet } from "@modelfleet/client";
import { expect } from "vitest";
import { type Check, collect, faultOf, type Section } from "../check.ts";
import type { Cluster } from "../cluster.ts";
import { embedding, english } from "../scripts.ts";

const texts = ["the quick fox", "a slow dog"];

/** What a fleet does without changing the cluster. */
export function fleetSection(title: string, fleetOf: (cluster: Cluster) => Fleet): Section {
  return { title, checks: fleetChecks(fleetOf) };
}

function fleetChecks(fleetOf: (cluster: Cluster) => Fleet): Check[] {
  return [
    {
      row: "chat.stream",
      async run(cluster) {
        const outputs = await collect(fleetOf(cluster).chat.stream({ model: "scripted", messages: "count:40" }));
        expect(outputs.map(({ delta }) => delta).join("")).toBe(english(40));
        expect(outputs.length).toBeGreaterThan(30);
        expect(outputs.at(-1)).toMatchObject({
          text: english(40),
          errorCode: 0,
          finishReason: "stop",
          usage: { promptTokens: 1, completionTokens: 40, totalTokens: 41 },
        });
        expect(outputs.at(-1)?.metrics?.completionTokens).toBe(40);
      },
    },
    {
      row: "chat.generate",
      async run(cluster) {
        const messages = [{ role: "user", content: "say:hello there" }] as const;
        const output = await fleetOf(cluster).chat.generate({ model: "scripted", messages, temperature: 0.5 });
        expect(output).toMatchObject({ text: "hello there", delta: "hello there", errorCode: 0, finishReason: "stop" });
      },
    },
    {
      row: "embed",
      async run(cluster) {
        const fleet = fleetOf(cluster);
        expect(await fleet.embed({ model: "scripted-embed", input: texts })).toEqual(texts.map(embedding));
        expect(await fleet.embed({ model: "scripted-embed", input: "one" })).toEqual([embedding("one")]);
      },
    },
    {
      row: "rerank",
      async run(cluster) {
        const call = fleetOf(cluster).rerank({ model: "scripted-rerank", query: "slow dog", documents: texts });
        if (!cluster.upstream.reranks) {
          return faultOf(call, "http_status", "POST http://HOST:PORT/api/worker/embeddings: status 500");
        }
        expect(await call).toEqual([
          { index: 1, score: 1 },
          { index: 0, score: 0 },
        ]);
      },
    },
    {
      row: "countTokens",
      async run(cluster) {
        const call = fleetOf(cluster).countTokens({ model: "scripted", prompt: "one two three" });
        if (!cluster.upstream.countsTokens) {
          return faultOf(call, "http_status", "POST http://HOST:PORT/api/worker/count_token: status 500");
        }
        expect(await call).toBe(3);
      },
    },
    {
      row: "models",
      async run(cluster) {
        const models = await fleetOf(cluster).models();
        expect(models.map(({ model }) => model)).toEqual(["proxied", "scripted"]);
        expect(models[1]).toMatchObject({
          contextLength: 8192,
          chatModel: true,
          functionCalling: false,
          prompt: { promptRoles: ["human", "ai", "system"], promptSep: "\n" },
        });
      },
    },
    {
      row: "instances",
      async run(cluster) {
        const fleet = fleetOf(cluster);
        const rows = await fleet.instances();
        const reranker = cluster.upstream.firstGeneration ? "scripted-rerank@text2vec" : "scripted-rerank@reranker";
        expect(new Set(rows.map(({ workerKey }) => workerKey))).toEqual(
          new Set(["scripted@llm", "scripted-embed@text2vec", reranker, "proxied@llm", "WorkerManager@service"]),
        );
        const [first] = rows;
        expect(first).toMatchObject({ healthy: true, enabled: true, weight: 1 });
        expect(first?.lastHeartbeat).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
        const scripted = await fleet.instances({ modelName: "scripted", workerType: "llm", healthyOnly: true });
        expect(scripted.map(({ port }) => port).sort()).toEqual([cluster.main.port, cluster.twin.port].sort());
        expect(await fleet.instances({ workerType: "service" })).toHaveLength(3);
      },
    },
    {
      row: "workers.supported",
      async run(cluster) {
        const processes = await fleetOf(cluster).workers.supported();
        expect(processes.map(({ port }) => port).sort()).toEqual(
          [cluster.main.port, cluster.twin.port, cluster.proxy.port].sort(),
        );
        const models = processes[0]?.models ?? [];
        const expected = cluster.upstream.firstGeneration
          ? { model: "proxyllm", proxy: true, enabled: true, workerType: "llm" }
          : { model: "gpt-4o-mini", proxy: true, provider: "proxy/openai", workerType: "llm" };
        const rows = models.filter(({ model, params }) => model === expected.model && params.length > 5);
        expect(rows).toContainEqual(expect.objectContaining(expected));
      },
    },
    {
      row: "workers.parameters",
      async run(cluster) {
        const { workers } = fleetOf(cluster);
        const parameters = await workers.parameters({ model: "scripted" });
        const name = parameters.find(({ paramName }) => /^(model_)?name$/.test(paramName));
        expect(name).toMatchObject({ required: true });
        const embed = await workers.parameters({ model: "scripted-embed", workerType: "text2vec" });
        expect(embed.length).toBeGreaterThan(3);
        if (cluster.upstream.firstGeneration) return;
        expect(parameters.find(({ paramName }) => paramName === "flavour")).toMatchObject({
          required: false,
          defaultValue: "plain",
          validValues: ["plain", "spicy"],
        });
      },
    },
  ];
}
