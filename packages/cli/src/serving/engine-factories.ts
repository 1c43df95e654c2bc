import type { EngineFactories, EngineFactory } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { downloadProgress } from "./download-progress.ts";
import { providers, type ServedModel } from "./served-model.ts";

export interface OpenEngines {
  factories: EngineFactories;
  close(): Promise<void>;
}

/** The engines that a model may name as its provider, each loaded with the first model that does. */
export function openEngines(models: readonly ServedModel[], env: NodeJS.ProcessEnv = process.env): OpenEngines {
  // One for all upstreams, with kept connections.
  const transport = createNodeTransport();
  const openai: EngineFactory = {
    async create({ params }) {
      const { createOpenAICompatibleEngine } = await import("@modelfleet/engines/openai-compatible");
      const apiKey = keyFor(String(params.api_base), models, env);
      return createOpenAICompatibleEngine({ transport, ...(apiKey !== undefined && { apiKey }) });
    },
  };
  return {
    factories: { [providers.builtin]: builtin, [providers.llamaCpp]: llamaCpp, [providers.openai]: openai },
    close: () => transport.close(),
  };
}

const builtin: EngineFactory = {
  async create({ workerType }) {
    const engines = await import("@modelfleet/engines/builtin");
    if (workerType === "text2vec") return engines.createLexicalEmbedEngine();
    return workerType === "reranker" ? engines.createLexicalRerankEngine() : engines.createGuideEngine();
  },
};

const llamaCpp: EngineFactory = {
  async create({ workerType, params }) {
    const { createLlamaCppEngine } = await import("@modelfleet/engines/llama-cpp");
    const use = workerType === "llm" ? "chat" : workerType === "reranker" ? "rerank" : "embeddings";
    return createLlamaCppEngine({ use, onDownload: downloadProgress(String(params.path)) });
  },
};

/**
 * The key goes to the upstreams that the command line names, and to no other: models can also be started over HTTP,
 * with an upstream of the caller's choice.
 */
function keyFor(base: string, models: readonly ServedModel[], env: NodeJS.ProcessEnv): string | undefined {
  const named = models.some(({ spec, params }) => spec.startsWith("openai:") && params.api_base === base);
  return (named && env.OPENAI_API_KEY) || undefined;
}
