import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { createNodeTransport } from "@modelfleet/transport/node";
import { apiKey } from "../answers.ts";

/** Our API server as `modelfleet start apiserver` makes it: keys, a registry over HTTP, selection. */
export async function api(upstreamPort: number): Promise<number> {
  const transport = createNodeTransport({ pooled: true });
  const registry = new ModelRegistryClient({ transport, controller: `http://127.0.0.1:${upstreamPort}` });
  const manager = new RemoteWorkerManager({ registry, transport });
  const app = apiApp(manager, registry, {
    keys: [apiKey],
    onError: (error) => process.stderr.write(`${String(error)}\n`),
  });
  return (await serve(app)).port;
}
