import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp, controllerApp, LocalWorkerManager, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { createStandInCluster } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import { ScriptedWorker, scripted } from "./scripted-worker.ts";

export interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** Every kind of server, without a port. */
export interface Apps extends AsyncDisposable {
  worker: ScriptedWorker;
  controller: App;
  local: App;
  gateway: App;
  api: App;
}

/** The name of every model. */
export const model = "m";

export async function openApps(): Promise<Apps> {
  const worker = new ScriptedWorker();
  const registry = new MemoryModelRegistry();
  const manager = new LocalWorkerManager({
    engines: { scripted: scripted(worker) },
    address: { host: "10.0.0.1", port: 8001 },
  });
  for (const workerType of ["llm", "text2vec", "reranker"] as const) {
    await manager.addModel({ name: model, workerType, params: { provider: "scripted" } });
  }
  await manager.start();
  const cluster = createStandInCluster({ models: [{ name: model }] });
  const transport = createTransport({ fetch: cluster.fetch });
  const remote = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  return {
    worker,
    controller: controllerApp(registry),
    local: workerApp(manager),
    gateway: workerApp(new RemoteWorkerManager({ registry: remote, transport })),
    api: apiApp(manager, registry),
    [Symbol.asyncDispose]: () => manager.stop({ ignoreErrors: true }),
  };
}
