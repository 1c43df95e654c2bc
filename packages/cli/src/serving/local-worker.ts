import { setTimeout as delay } from "node:timers/promises";
import { type ModelRegistry, splitWorkerKey } from "@modelfleet/core";
import type { LocalWorkerManager } from "@modelfleet/server";
import { CommandError, describeError } from "../failure.ts";
import { openEngines } from "./engine-factories.ts";
import { modelState, type ServerWithModels } from "./model-state.ts";
import { OwnWorkerManager } from "./own-worker-manager.ts";
import { reachableHost } from "./reachable-host.ts";
import type { ServedModel } from "./served-model.ts";
import { openServerLog } from "./server-log.ts";
import { StartFailures } from "./start-failures.ts";

export interface LocalWorkerOptions {
  models: readonly ServedModel[];
  /** What it listens on. */
  host: string;
  /** Told of the worker and its models, each by itself: one that is slow keeps no other waiting. */
  registries: readonly ModelRegistry[];
  /** What it registers as its host; by default an address at which others reach what listens on `host`. */
  registeredHost?: string | undefined;
  /** In milliseconds; 20,000 by default. */
  heartbeatIntervalMs?: number | undefined;
  /** Whose models that were started at run time are remembered; nobody's by default. */
  remember?: ServerWithModels | undefined;
}

export type RunningModel = Pick<ServedModel, "name" | "workerType">;

/** The models of this process. */
export interface LocalWorker {
  manager: LocalWorkerManager;
  /** Those that run, remembered ones too; none before `start`. */
  running: readonly RunningModel[];
  /** Loads the models, and registers them at `port`. Rejects with the signal's reason as soon as it is aborted. */
  start(port: number, signal: AbortSignal): Promise<void>;
  /** Says goodbye to the registry. What is under way goes on. */
  withdraw(): Promise<void>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

/**
 * For a controller that takes the connection and says nothing: its rows die of themselves without heartbeats. One that is
 * only busy must hear of it, or it sends callers to a worker that is gone.
 */
const goodbyeMs = 5_000;

export async function createLocalWorker(options: LocalWorkerOptions): Promise<LocalWorker> {
  const { models, host, registries, registeredHost = reachableHost(host), heartbeatIntervalMs, remember } = options;
  const engines = openEngines(models);
  const log = openServerLog();
  const failures = new StartFailures();
  const onError = (error: unknown, doing: string): void =>
    // What is said for a person says by itself what it is about.
    log.error(error instanceof CommandError ? error.message : `${doing}: ${describeError(error)}`);
  const address = { host: registeredHost, port: 0 };
  const manager = new OwnWorkerManager({
    engines: failures.noted(engines.factories),
    address: () => address,
    registries,
    heartbeatIntervalMs,
    store: remember && modelState(remember, () => address.port),
    onError,
  });
  for (const { name, workerType, params, weight } of models) {
    await manager.addModel({ name, workerType, params, weight });
  }
  const worker: LocalWorker = {
    manager,
    running: [],
    async start(port, signal) {
      address.port = port;
      try {
        await unlessAborted(manager.start(), signal);
      } catch (error) {
        throw failures.named(error);
      }
      worker.running = await runningModels(manager);
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
  return worker;
}

async function runningModels(manager: LocalWorkerManager): Promise<RunningModel[]> {
  const types = ["llm", "text2vec", "reranker"] as const;
  const runs = await Promise.all(types.map((workerType) => manager.getAllModelInstances(workerType)));
  return runs.flatMap((list, index) =>
    list.map(({ workerKey }) => ({
      name: splitWorkerKey(workerKey).modelName,
      workerType: types[index] as RunningModel["workerType"],
    })),
  );
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
