import { createEchoEngine, descriptions as echoDescriptions } from "@modelfleet/engines/echo";
import type { EngineFactories, EngineFactory } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { llamaCppFactory } from "./llama-cpp-factory.ts";
import { proxyFactory } from "./proxy-factory.ts";
import { proxyProviders } from "./proxy-providers.ts";
import { providers, type ServedModel } from "./served-model.ts";

export interface OpenEngines {
  factories: EngineFactories;
  close(): Promise<void>;
}

/**
 * The engines that a model may name as its provider. Engines of a user's own are those that the models bring along: no
 * request over HTTP can have another module loaded.
 */
export function openEngines(models: readonly ServedModel[], env: NodeJS.ProcessEnv = process.env): OpenEngines {
  // One for all upstreams, with kept connections.
  const transport = createNodeTransport({ pooled: true });
  const proxies = Object.entries(proxyProviders).map(([name, provider]) => [
    name,
    proxyFactory(provider, { transport, models, env }),
  ]);
  const own = models.flatMap(({ engine, params }) => (engine ? [[String(params.provider), engine]] : []));
  return {
    factories: { ...Object.fromEntries([...proxies, ...own]), ...local },
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

const echo: EngineFactory = {
  workerTypes: ["llm"],
  parameters: echoDescriptions,
  create: () => createEchoEngine(),
};

const local = {
  [providers.builtin]: builtin,
  [providers.llamaCpp]: llamaCppFactory,
  [providers.echo]: echo,
};
