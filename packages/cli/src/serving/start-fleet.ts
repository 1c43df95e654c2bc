import {
  apiApp,
  combineApps,
  controllerApp,
  LocalWorkerManager,
  MemoryModelRegistry,
  workerApp,
} from "@modelfleet/server";
import { sayError } from "../terminal/talk.ts";
import type { Access } from "./access.ts";
import { openEngines } from "./engine-factories.ts";
import { type ListenOptions, listen } from "./listen.ts";
import { reachableHost } from "./reachable-host.ts";
import type { ServedModel } from "./served-model.ts";

export interface StartFleetOptions extends ListenOptions {
  models: readonly ServedModel[];
  access: Access;
  /** Ends the start; what has started by then is closed. */
  signal: AbortSignal;
}

export interface RunningFleet {
  /** Of controller and worker; the API's base is `/v1` under it. */
  url: string;
  port: number;
  /** Lets answers end for `drainMs` milliseconds at most, then stops the models. */
  close(drainMs: number): Promise<void>;
}

/** A controller, a worker and the API on one port, in this process. Nothing is left of it where it fails. */
export async function startFleet({ models, access, signal, ...where }: StartFleetOptions): Promise<RunningFleet> {
  const registry = new MemoryModelRegistry();
  const engines = openEngines(models);
  const address = { host: reachableHost(where.host), port: 0 };
  const manager = new LocalWorkerManager({
    engines: engines.factories,
    address: () => address,
    registries: [registry],
    onError: (error, doing) => sayError(`${doing}: ${error instanceof Error ? error.message : String(error)}`),
  });
  for (const { name, workerType, params } of models) await manager.addModel({ name, workerType, params });

  const { authorize, keys } = access;
  const app = combineApps(
    controllerApp(registry, { authorize }),
    workerApp(manager, { authorize }),
    apiApp(manager, registry, { keys }),
  );
  // First the port, then the models: a port that is taken is then not found out after minutes of loading.
  const server = await listen(app, where);
  address.port = server.port;
  const close = async (drainMs: number): Promise<void> => {
    // Before the models stop, which ends what they are saying.
    await server.close({ drainMs });
    await manager.stop({ ignoreErrors: true });
    await engines.close();
  };
  try {
    await startOrAbort(manager, signal);
  } catch (error) {
    await close(0);
    throw error;
  }
  return { url: server.url, port: server.port, close };
}

/** Loading a model cannot be broken off, but need not be waited for. */
async function startOrAbort(manager: LocalWorkerManager, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.race([manager.start(), aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
