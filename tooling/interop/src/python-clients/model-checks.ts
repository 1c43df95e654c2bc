import { expect } from "vitest";
import type { Check } from "../check.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { pythonFaultOf } from "./python-fault.ts";

const at = ({ worker }: MixedCluster) => ({ host: "127.0.0.1", port: worker.port });
const texts = ["the quick fox", "a slow dog"];
const unit = (vector: unknown) => Math.hypot(...(vector as number[]));

/** What else upstream's `RemoteWorkerManager` asks our models. */
export const modelChecks: Check<MixedCluster>[] = [
  {
    row: "get_model_instances",
    async run(cluster) {
      const rows = await cluster.python("manager.get_model_instances", { worker_type: "llm", model_name: "echo" });
      expect(rows).toEqual([{ ...at(cluster), worker_key: "echo@llm" }]);
    },
  },
  {
    row: "get_all_model_instances",
    async run(cluster) {
      const rows = await cluster.python("manager.get_all_model_instances", { worker_type: "reranker" });
      expect(rows).toEqual([{ ...at(cluster), worker_key: "rerank@reranker" }]);
    },
  },
  {
    row: "supported_models",
    async run(cluster) {
      const rows = (await cluster.python("manager.supported_models")) as { port: number; models: unknown[] }[];
      const ours = rows.find(({ port }) => port === cluster.worker.port);
      expect(ours).toMatchObject(at(cluster));
      const model = { model: "echo", worker_type: "llm", path_exist: true, proxy: false, enabled: true };
      const answer = expect.objectContaining({ param_name: "answer", param_type: "string", required: false });
      expect(ours?.models).toContainEqual(
        expect.objectContaining({ ...model, params: expect.arrayContaining([answer]) }),
      );
    },
  },
  {
    row: "embeddings",
    async run({ python }) {
      const rows = (await python("manager.embeddings", { model: "embed", input: texts })) as number[][];
      expect(rows.map((row) => row.length)).toEqual([16, 16]);
      expect(rows.map(unit)).toEqual([expect.closeTo(1), expect.closeTo(1)]);
    },
  },
  {
    row: "embeddings, of a reranker",
    async run({ python }) {
      const request = { model: "rerank", input: texts, query: "slow dog", worker_type: "reranker" };
      const [scores] = (await python("manager.embeddings", request)) as [[number, number]];
      expect(scores[1]).toBeGreaterThan(scores[0]);
    },
  },
  {
    row: "embeddings, a model that nobody has",
    async run({ python }) {
      const call = python("manager.embeddings", { model: "nobody", input: texts });
      // It is what a caller is to get.
      await pythonFaultOf(call, "Exception", /worker instances for model name nobody and worker type text2vec$/);
    },
  },
  {
    row: "count_token",
    run: ({ python }) =>
      pythonFaultOf(
        python("manager.count_token", { model: "echo", prompt: "one two three" }),
        "Exception",
        /^Request to http:\/\/HOST:PORT\/api\/worker\/count_token failed, error: .*"model".*$/,
      ),
  },
  {
    row: "get_model_metadata",
    async run({ python }) {
      const metadata = await python("manager.get_model_metadata", { model: "echo" });
      expect(metadata).toMatchObject({
        model: "echo",
        chat_model: true,
        ext_metadata: { prompt_roles: ["system", "human", "ai"], prompt_sep: "\n" },
      });
    },
  },
  {
    row: "parameter_descriptions",
    run: ({ python }) =>
      pythonFaultOf(
        python("manager.parameter_descriptions", { worker_type: "llm", model_name: "echo" }),
        "TypeError",
        // Its remote worker describes itself in place of the model, and has nothing to say: no route is called.
        "exceptions must derive from BaseException",
      ),
  },
];

/** Upstream's own classes over its `RemoteWorkerManager`. */
export const embeddingChecks: Check<MixedCluster>[] = [
  {
    row: "RemoteEmbeddings, embed_documents and embed_query",
    async run({ python }) {
      const rows = (await python("embeddings.embed_documents", { model: "embed", texts })) as number[][];
      expect(rows.map(unit)).toEqual([expect.closeTo(1), expect.closeTo(1)]);
      expect(await python("embeddings.embed_query", { model: "embed", text: texts[1] })).toEqual(rows[1]);
    },
  },
  {
    row: "RemoteEmbeddings, aembed_documents",
    async run({ python }) {
      const rows = await python("embeddings.aembed_documents", { model: "embed", texts });
      expect(rows).toEqual(await python("embeddings.embed_documents", { model: "embed", texts }));
    },
  },
  {
    row: "RemoteRerankEmbeddings, predict",
    async run({ python }) {
      const scores = await python("reranker.predict", { model: "rerank", query: "slow dog", candidates: texts });
      const [fox, dog] = scores as [number, number];
      expect(dog).toBeGreaterThan(fox);
    },
  },
  {
    row: "RemoteRerankEmbeddings, apredict",
    async run({ python }) {
      const asked = { model: "rerank", query: "slow dog", candidates: texts };
      expect(await python("reranker.apredict", asked)).toEqual(await python("reranker.predict", asked));
    },
  },
];
