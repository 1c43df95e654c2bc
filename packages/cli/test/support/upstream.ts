import { createLexicalEmbedEngine, createLexicalRerankEngine } from "@modelfleet/engines/builtin";
import { createEchoEngine } from "@modelfleet/engines/echo";
import { apiApp, LocalWorkerManager, MemoryModelRegistry, type ModelDefinition } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";

export interface Upstream extends AsyncDisposable {
  /** Its base, `/v1` included. */
  apiBase: string;
  /** The key that it wants. */
  key: string;
}

/** A service with OpenAI's protocol on a port, which has these models, and lets in nobody without its key. */
export async function startUpstream(...models: ModelDefinition[]): Promise<Upstream> {
  const key = "upstream-s3cret";
  const engines = {
    echo: { create: () => createEchoEngine() },
    embed: { create: () => createLexicalEmbedEngine() },
    rerank: { create: () => createLexicalRerankEngine() },
  };
  const providers = { llm: "echo", text2vec: "embed", reranker: "rerank" };
  const registry = new MemoryModelRegistry();
  const manager = new LocalWorkerManager({
    engines,
    address: { host: "127.0.0.1", port: 1 },
    registries: [registry],
  });
  for (const { name, workerType = "llm" } of models) {
    await manager.addModel({ name, workerType, params: { provider: providers[workerType] } });
  }
  await manager.start();
  const server = await serve(apiApp(manager, registry, { keys: [key] }), { host: "127.0.0.1", port: 0 });
  return {
    apiBase: `${server.url}/v1`,
    key,
    async [Symbol.asyncDispose]() {
      await server.close({ drainMs: 0 });
      await manager.stop({ ignoreErrors: true });
    },
  };
}
