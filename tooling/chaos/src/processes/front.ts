import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp, combineApps, controllerApp, workerApp } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { serveProcess } from "./serve-process.ts";
import type { FrontSettings } from "./settings.ts";

// What stands before a cluster: a gateway for pages, or the API server. Both are the client's own parts under an app,
// over pooled connections, as the command line starts them.
const { kind, controllers, timeouts, controllerTimeouts, cache } = JSON.parse(process.argv[2] ?? "{}") as FrontSettings;
const transport = createNodeTransport({ timeouts, pooled: true });
const registry = new ModelRegistryClient({ transport, controller: controllers, timeouts: controllerTimeouts });
const manager = new RemoteWorkerManager({ registry, transport, cache });
const app = kind === "api" ? apiApp(manager, registry) : combineApps(controllerApp(registry), workerApp(manager));
await serveProcess({ app, stop: () => transport.close() });
