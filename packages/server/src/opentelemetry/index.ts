import { observeCalls, type TelemetryOptions } from "@modelfleet/client/opentelemetry";
import type { WorkerManager } from "@modelfleet/core";

export type { TelemetryOptions };

/**
 * The same worker manager, with a server's span and figures for each call to a model, as a child of the span that the
 * request names (`traceparent`), which `workerApp` and `apiApp` hand on.
 *
 * ```ts
 * const app = workerApp(observeWorkerManager(manager));
 * ```
 */
export function observeWorkerManager<T extends WorkerManager>(manager: T, options?: TelemetryOptions): T {
  return observeCalls(manager, "server", options);
}
