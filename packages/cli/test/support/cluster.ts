import { createStandInCluster, type StandInCluster, type StandInOptions } from "@modelfleet/testing";
import { serveStandIn } from "@modelfleet/testing/node";

export interface TestCluster extends AsyncDisposable {
  cluster: StandInCluster;
  address: string;
}

/** A stand-in cluster on ports of its own. */
export async function startCluster(options?: StandInOptions): Promise<TestCluster> {
  const cluster = createStandInCluster(options);
  const served = await serveStandIn(cluster);
  return { cluster, address: served.controllerUrl, [Symbol.asyncDispose]: () => served.close() };
}
