import { setTimeout as delay } from "node:timers/promises";
import type { ModelRegistry } from "@modelfleet/core";
import { LocalWorkerManager } from "@modelfleet/server";
import { describeError } from "../failure.ts";
import { sayError } from "../terminal/talk.ts";
import { openEngines } from "./engine-factories.ts";
import { reachableHost } from "./reachable-host.ts";
import type { ServedModel } from "./served-model.ts";

export interface LocalWorkerOptions {
  models: readonly ServedModel[];
  /** What it listens on. */
  host: string;
  /** Told of the worker and its models. */
  registry: ModelRegistry;
}

/** The models of this process. */
export interface LocalWorker {
  manager: LocalWorkerManager;
  /** Loads the models, and registers them at `port`. Rejects with the signal's reason as soon as it is aborted. */
  start(port: number, signal: AbortSignal): Promise<void>;
  /** Says goodbye to the registry. What is under way goes on. */
  withdraw(): Promise<void>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

/** For a controller that takes the connection and says nothing: its rows die of themselves without heartbeats. */
const goodbyeMs = 2_000;

export async function createLocalWorker({ models, host, registry }: LocalWorkerOptions): Promise<LocalWorker> {
  const engines = openEngines(models);
  const address = { host: reachableHost(host), port: 0 };
  const manager = new LocalWorkerManager({
    engines: engines.factories,
    address: () => address,
    registries: [registry],
    onError: (error, doing) => sayError(`${doing}: ${describeError(error)}`),
  });
  for (const { name, workerType, params } of models) await manager.addModel({ name, workerType, params });
  return {
    manager,
    start(port, signal) {
      address.port = port;
      return unlessAborted(manager.start(), signal);
    },
    async withdraw() {
      const limit = new AbortController();
      const waited = delay(goodbyeMs, undefined, { signal: limit.signal }).catch(() => {});
      await Promise.race([manager.withdraw(), waited]);
      limit.abort();
    },
    async stop() {
      await manager.stop({ ignoreErrors: true });
      await engines.close();
    },
  };
}

/** Loading a model cannot be broken off, but need not be waited for. */
async function unlessAborted(starting: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([starting, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
