// A controller and a worker with the llama-cpp engine, in a process of their own. Usage: worker-process.ts MODEL_FILE
import { createLlamaCppEngine } from "@modelfleet/engines/llama-cpp";
import { combineApps, controllerApp, LocalWorkerManager, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { settings } from "./settings.ts";

const [path = ""] = process.argv.slice(2);
const registry = new MemoryModelRegistry();
const engines = { "llama-cpp": { create: () => createLlamaCppEngine({ path, gpuLayers: 0, ...settings }) } };
let port = 0;
const manager = new LocalWorkerManager({
  engines,
  address: () => ({ host: "127.0.0.1", port }),
  registries: [registry],
});
await manager.addModel({ name: "smollm2", params: { provider: "llama-cpp" } });
const server = await serve(combineApps(controllerApp(registry), workerApp(manager)));
port = server.port;
await manager.start();
process.on("message", () => process.send?.(process.cpuUsage()));
process.once("disconnect", () => process.exit());
process.send?.(server.url);
