import type { StandInCluster } from "../stand-in-cluster.ts";
import { type MountedServer, mountServer } from "./mount-server.ts";

export interface ServeStandInOptions {
  /** `127.0.0.1` by default. */
  host?: string | undefined;
  /** The ports of servers by id, such as `{ "controller-1": 8000 }`; free ones by default. */
  ports?: Readonly<Record<string, number>> | undefined;
}

/** A stand-in cluster on real ports. */
export interface ServedStandIn extends AsyncDisposable {
  /** The addresses of the controllers, comma-separated. */
  readonly controllerUrl: string;
  readonly controllerUrls: readonly string[];
  readonly workerUrls: readonly string[];
  /** Resolves once every server listens, or has stopped to, as the faults in force say. */
  settled(): Promise<void>;
  /** Closes every port and every connection. */
  close(): Promise<void>;
}

/**
 * Puts every controller and worker on a port of its own; the rows of the registries then carry the real addresses.
 * A `refuse` fault for a whole server closes its port; one that is limited to some requests breaks the connection.
 */
export async function serveStandIn(cluster: StandInCluster, options: ServeStandInOptions = {}): Promise<ServedStandIn> {
  const { host = "127.0.0.1", ports = {} } = options;
  const mounts: MountedServer[] = [];
  const close = async (): Promise<void> => {
    unsubscribe();
    await Promise.all(mounts.map((mount) => mount.close()));
  };
  const follow = (): void => {
    for (const mount of mounts) mount.follow();
  };
  const unsubscribe = cluster.onFaultChange(follow);
  try {
    for (const server of [...cluster.controllers, ...cluster.workers]) {
      const mount = mountServer(cluster, server, host);
      mounts.push(mount);
      const port = await mount.listen(ports[server.id] ?? 0);
      cluster.relocate(server.id, `http://${host.includes(":") ? `[${host}]` : host}:${port}`);
    }
    follow();
    await Promise.all(mounts.map((mount) => mount.settled()));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    controllerUrl: cluster.controllerUrl,
    controllerUrls: cluster.controllers.map(({ url }) => url),
    workerUrls: cluster.workers.map(({ url }) => url),
    settled: async () => {
      await Promise.all(mounts.map((mount) => mount.settled()));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
