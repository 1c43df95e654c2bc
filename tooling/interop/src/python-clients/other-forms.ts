import type { WorkerManager } from "@modelfleet/core";
import { controllerApp, MemoryModelRegistry, type WorkerAppOptions, workerApp } from "@modelfleet/server";
import { type ServedApp, serve } from "@modelfleet/server/node";

/** A worker, and a controller that knows nothing else. */
export interface ServedForm {
  controller: ServedApp;
  worker: ServedApp;
  close(): Promise<void>;
}

/** Puts models that run already on a port of their own, for the sake of another form of the answers. */
export async function serveForm(
  manager: WorkerManager,
  workerKeys: readonly string[],
  options: WorkerAppOptions = {},
): Promise<ServedForm> {
  const registry = new MemoryModelRegistry();
  const controller = await serve(controllerApp(registry));
  const worker = await serve(workerApp(manager, options));
  const { host, port } = worker;
  for (const workerKey of workerKeys) {
    // Nobody sends heartbeats for it.
    await registry.registerInstance({ workerKey, host, port, checkHealthy: false });
  }
  return { controller, worker, close: async () => void (await Promise.all([controller.close(), worker.close()])) };
}
