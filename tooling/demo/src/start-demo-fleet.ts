import { fileURLToPath } from "node:url";
import { createGuideEngine, createLexicalEmbedEngine, createLexicalRerankEngine } from "@modelfleet/engines/builtin";
import { playgroundApp } from "@modelfleet/playground/serve";
import {
  apiApp,
  combineApps,
  controllerApp,
  LocalWorkerManager,
  MemoryModelRegistry,
  workerApp,
} from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";

export interface DemoFleet {
  url: string;
  close(): Promise<void>;
}

const playground = fileURLToPath(new URL("../../../apps/playground/dist/", import.meta.url));

/** Controller, worker and API of the built-in models, and the playground, on one free port of this process. */
export async function startDemoFleet(): Promise<DemoFleet> {
  const registry = new MemoryModelRegistry();
  const address = { host: "127.0.0.1", port: 0 };
  const manager = new LocalWorkerManager({
    engines: {
      guide: { create: () => createGuideEngine({ tokenDelayMs: 5 }) },
      embed: { create: () => createLexicalEmbedEngine() },
      rerank: { create: () => createLexicalRerankEngine() },
    },
    address: () => address,
    registries: [registry],
  });
  await manager.addModel({ name: "guide", params: { provider: "guide" } });
  await manager.addModel({ name: "lexical-embed", workerType: "text2vec", params: { provider: "embed" } });
  await manager.addModel({ name: "lexical-rerank", workerType: "reranker", params: { provider: "rerank" } });

  const server = await serve(
    combineApps(
      controllerApp(registry),
      workerApp(manager),
      apiApp(manager, registry),
      await playgroundApp(playground),
    ),
  );
  address.port = server.port;
  await manager.start();
  return {
    url: server.url,
    async close() {
      await server.close({ drainMs: 1_000 });
      await manager.stop();
    },
  };
}
