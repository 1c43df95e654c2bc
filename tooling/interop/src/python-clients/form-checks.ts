import { expect } from "vitest";
import type { Check } from "../check.ts";
import { embedding } from "../scripts.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { contentFault } from "./python-fault.ts";

const ask = (content: string) => [{ role: "human", content }];

/** Our worker told to answer as DB-GPT 0.7 does (`generation: "0.7"`), with everything that is known. */
export const newFormChecks: Check<MixedCluster>[] = [
  {
    row: "RemoteLLMClient, generate_stream",
    async run({ pythonAt, newForm, version }) {
      const call = pythonAt(newForm.controller.url, "llm.generate_stream", { model: "echo", messages: ask("one two") });
      const fault = await contentFault(version, call);
      if (fault) return fault;
      expect(((await call) as { text: string }[]).map(({ text }) => text)).toEqual(["one", "one two", "one two"]);
    },
  },
  {
    row: "RemoteLLMClient, generate, thinking",
    async run({ pythonAt, newForm, version }) {
      const call = pythonAt(newForm.controller.url, "llm.generate", { model: "thinker", messages: ask("why?") });
      const fault = await contentFault(version, call, "array");
      if (fault) return fault;
      expect(await call).toMatchObject({ thinking: "let me think", text: "forty two" });
    },
  },
  {
    row: "RemoteLLMClient, models",
    async run({ pythonAt, newForm }) {
      expect(await pythonAt(newForm.controller.url, "llm.models")).toMatchObject([
        { model: "echo", label: "Echo", description: expect.stringContaining("For tests"), function_calling: false },
        { model: "thinker" },
      ]);
    },
  },
  {
    row: "RemoteWorkerManager, supported_models",
    async run({ pythonAt, newForm }) {
      const [worker] = (await pythonAt(newForm.controller.url, "manager.supported_models")) as [{ models: unknown[] }];
      const answer = expect.objectContaining({ param_name: "answer", label: "answer", is_array: false });
      const echo = { model: "echo", provider: "echo", params: expect.arrayContaining([answer]) };
      expect(worker.models).toContainEqual(expect.objectContaining(echo));
    },
  },
];

/** Our gateway: a worker over the whole cluster, theirs included. */
export const gatewayChecks: Check<MixedCluster>[] = [
  {
    row: "RemoteLLMClient, our model",
    async run({ pythonAt, gateway }) {
      const request = { model: "echo", messages: ask("one two") };
      const outputs = (await pythonAt(gateway.controller.url, "llm.generate_stream", request)) as { text: string }[];
      expect(outputs.map(({ text }) => text)).toEqual(["one", "one two", "one two"]);
    },
  },
  {
    row: "RemoteLLMClient, a model of their worker",
    async run({ pythonAt, gateway }) {
      // The name that only their worker has. What it answers comes as `text`, which the class of 0.7.0 reads, too.
      const request = { model: "their-own", messages: ask("say:one two") };
      const outputs = (await pythonAt(gateway.controller.url, "llm.generate_stream", request)) as { text: string }[];
      expect(outputs.map(({ text }) => text)).toEqual(["one", "one two", "one two"]);
    },
  },
  {
    row: "RemoteEmbeddings, of their worker",
    async run({ pythonAt, gateway }) {
      const asked = { model: "scripted-embed", texts: ["one two"] };
      expect(await pythonAt(gateway.controller.url, "embeddings.embed_documents", asked)).toEqual([
        embedding("one two"),
      ]);
    },
  },
  {
    row: "RemoteRerankEmbeddings, ours",
    async run({ pythonAt, gateway }) {
      const asked = { model: "rerank", query: "slow dog", candidates: ["the quick fox", "a slow dog"] };
      const scores = (await pythonAt(gateway.controller.url, "reranker.predict", asked)) as [number, number];
      expect(scores[1]).toBeGreaterThan(scores[0]);
    },
  },
];
