import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import type { ModelRegistry } from "@modelfleet/core";
import { type AllowInstance, allowedInstances, workerHostFault } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { connectOptions } from "../controller/connect-options.ts";
import { workerUrl } from "../controller/worker-url.ts";

export interface ClusterWorkersOptions {
  /** What is registered. */
  registry: ModelRegistry;
  token: string | undefined;
  /** Where workers may be; everywhere by default. */
  allowed?: AllowInstance | undefined;
}

export interface ClusterWorkers {
  /** With those only that may be called. */
  registry: ModelRegistry;
  manager: RemoteWorkerManager;
  close(): Promise<void>;
}

/**
 * The workers of a cluster, for servers that call them for others. Workers come from a registry that others write into:
 * what is called is an address that a worker can have and may have, however a name leads there, and a worker that
 * answers with a redirect sends nobody on.
 */
export function openWorkers({ registry, token, allowed }: ClusterWorkersOptions): ClusterWorkers {
  const mayConnect = (address: string): boolean => workerHostFault(address) === undefined;
  const transport = createNodeTransport({
    ...connectOptions(),
    token,
    pooled: true,
    followRedirects: false,
    mayConnect,
  });
  const workers = allowedInstances(registry, allowed);
  const manager = new RemoteWorkerManager({ registry: workers, transport, resolveWorkerUrl: workerUrl });
  return { registry: workers, manager, close: () => transport.close() };
}

/** The same behind controllers, several separated by commas. */
export function openCluster({
  controller,
  ...options
}: Omit<ClusterWorkersOptions, "registry"> & { controller: string }): ClusterWorkers {
  // Controllers are the operator's own choice.
  const transport = createNodeTransport({ ...connectOptions(), token: options.token, pooled: true });
  const workers = openWorkers({ ...options, registry: new ModelRegistryClient({ transport, controller }) });
  return {
    ...workers,
    async close() {
      await workers.close();
      await transport.close();
    },
  };
}
