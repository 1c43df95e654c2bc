export { fileStateStore } from "./file-state-store.ts";
export type { ServeLimits, ServeTls } from "./open-server.ts";
export { processMetrics } from "./process-metrics.ts";
export { type CloseOptions, type FetchHandler, type ServedApp, type ServeOptions, serve } from "./serve.ts";
export type { ServedRequest } from "./served-request.ts";
