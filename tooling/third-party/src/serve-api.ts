import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { createStandInCluster, type StandInCluster, type StandInOptions } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";

/** The key that the API of `serveApi` wants. */
export const apiKey = "test-key";

/** The API on a port, over a stand-in cluster and through the real client. */
export interface ServedApi extends AsyncDisposable {
  baseURL: string;
  cluster: StandInCluster;
}

export async function serveApi(options: StandInOptions = {}): Promise<ServedApi> {
  const cluster = createStandInCluster(options);
  const transport = createTransport({ fetch: cluster.fetch });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  const manager = new RemoteWorkerManager({ registry, transport });
  const served = await serve(apiApp(manager, registry, { keys: [apiKey] }));
  return {
    baseURL: `${served.url}/v1`,
    cluster,
    [Symbol.asyncDispose]: () => served.close({ drainMs: 0 }),
  };
}
