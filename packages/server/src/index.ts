// API server
export { apiApp } from "./api/api-app.ts";
export type { ApiAppOptions } from "./api/api-options.ts";
export type { ApiKey } from "./api/key-holder.ts";
export type { ApiKeys } from "./api/keys.ts";
// Who may pass
export type { Authorize, Connection } from "./authorize.ts";
// Controller
export { controllerApp } from "./controller/controller-app.ts";
export type { ControllerAppOptions } from "./controller/controller-options.ts";
export { combineApps } from "./http/combine-apps.ts";
export type { CorsOrigins } from "./http/cors.ts";
export type { AppOptions } from "./http/guard.ts";
// Ready-made bodies, for servers that can write them
export { type BodyChunk, type BodyChunks, iteratorResponse, takeBodyChunks } from "./iterator-body.ts";
// Local forms of the contracts
export type { EngineFactories, EngineFactory, EngineModel, ModelDefinition } from "./manager/engine-factory.ts";
export { LocalWorkerManager } from "./manager/local-worker-manager.ts";
export type { LocalWorkerManagerOptions, WorkerAddress } from "./manager/local-worker-manager-options.ts";
export type { ModelStateStore, StoredModel } from "./manager/model-state-store.ts";
export type { Schedule } from "./manager/schedule.ts";
// Figures
export type { MetricFamily, MetricSample, MetricsSource } from "./metrics/metric-family.ts";
export { type AllowInstance, allowedInstances } from "./registry/allowed-instances.ts";
export { MemoryModelRegistry, type MemoryModelRegistryOptions } from "./registry/memory-model-registry.ts";
export { workerHostFault } from "./registry/worker-host.ts";
// Worker
export type { WireGeneration } from "./wire/wire-generation.ts";
export { workerApp } from "./worker/worker-app.ts";
export type { WorkerAppOptions } from "./worker/worker-app-context.ts";
