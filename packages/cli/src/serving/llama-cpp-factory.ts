import { createLlamaCppEngine, descriptions } from "@modelfleet/engines/llama-cpp";
import type { EngineFactory, EngineModel } from "@modelfleet/server";
import { downloadProgress } from "./download-progress.ts";

const uses = { llm: "chat", text2vec: "embeddings", reranker: "rerank" } as const;

/** Makes the workers of GGUF models, from params as DB-GPT has them. The native library is loaded with the first one. */
export const llamaCppFactory: EngineFactory = {
  parameters: descriptions,
  async create({ workerType, params }) {
    const engine = createLlamaCppEngine({
      use: uses[workerType],
      onDownload: downloadProgress(String(params.path)),
    });
    return { ...engine, start: (given = {}) => engine.start(forEngine(given)) };
  },
};

/** DB-GPT's way to say "any seed" and "all layers" is a number that is none of them. */
function forEngine(params: EngineModel["params"]): EngineModel["params"] {
  const { seed, n_gpu_layers: layers, ...rest } = params;
  return {
    ...rest,
    ...(Number(seed) >= 0 && { seed }),
    ...(Number(layers) < 1_000_000 && { n_gpu_layers: layers }),
  };
}
