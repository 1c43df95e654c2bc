import { createOpenAICompatibleEngine } from "@modelfleet/engines/openai-compatible";
import { apiApp, LocalWorkerManager, MemoryModelRegistry } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { createNodeTransport } from "@modelfleet/transport/node";
import { apiKey, model } from "../answers.ts";

/** Our API server with its worker in the same process, which speaks OpenAI's protocol to what is behind it. */
export async function apiOpenAI(upstreamPort: number): Promise<number> {
  const transport = createNodeTransport({ pooled: true });
  const registry = new MemoryModelRegistry();
  const apiBase = `http://127.0.0.1:${upstreamPort}/v1`;
  const engines = { proxy: { create: () => createOpenAICompatibleEngine({ apiBase, backend: model, transport }) } };
  const address = { host: "127.0.0.1", port: 1 };
  const manager = new LocalWorkerManager({ engines, address, registries: [registry] });
  await manager.addModel({ name: model });
  await manager.start();
  return (await serve(apiApp(manager, registry, { keys: [apiKey] }))).port;
}
