import { createFleet, type Fleet, ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp, controllerApp, LocalWorkerManager, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { type ServedApp, serve } from "@modelfleet/server/node";
import { createNodeTransport } from "@modelfleet/transport/node";
import { type Launched, launchPython } from "../../launch.mjs";
import { preferWorker } from "../prefer-worker.ts";
import { type Ran, startDbgptCommand } from "./dbgpt-command.ts";
import { type ServedForm, serveForm } from "./other-forms.ts";
import { ourEngines, ourModels } from "./our-engines.ts";
import { type PythonClient, startPythonClient } from "./python-client.ts";

/** Controllers and workers of both kinds, and clients of both kinds. */
export interface MixedCluster {
  version: string;
  /** Ours. Knows our worker and theirs, which both run a model `scripted`. */
  controller: ServedApp;
  /** Ours, with the models of our-engines.ts. Registered with both controllers. */
  worker: ServedApp;
  /** Our worker again, with the answers of 0.7: `echo` and `thinker`. */
  newForm: ServedForm;
  /** Ours, before both workers. */
  gateway: ServedForm;
  /** DB-GPT's. Knows our worker. */
  theirController: Launched;
  /** DB-GPT's, with `scripted`, `their-own` and `scripted-embed`. Registered with our controller. */
  theirWorker: Launched;
  /** DB-GPT's, at our controller. */
  theirApi: Launched;
  /** Ours, at our controller. */
  ourApi: ServedApp;
  /** Our client, at our controller. */
  fleet: Fleet;
  /** Our client, at DB-GPT's controller. */
  theirFleet: Fleet;
  /** DB-GPT's clients, at our controller. */
  python(name: string, args?: Record<string, unknown>): Promise<unknown>;
  /** DB-GPT's clients, at another controller. */
  pythonAt: PythonClient["call"];
  /** DB-GPT's command line, at our controller: `dbgpt(["model", "list"])`. */
  dbgpt(args: readonly string[], input?: string): Promise<Ran>;
  /** How generations on our worker ended, such as `echo finished`. */
  endings: string[];
  /** A second worker of DB-GPT's, with `spare` and `scripted`. Registered with DB-GPT's controller. Starts when first asked for. */
  secondWorker(): Promise<Launched>;
  /** A client of ours with its cache; its chats go to that worker for as long as it is offered. */
  freshFleet(controller: string, preferred?: { port: number }): Fleet;
  /** Stops what a check started, at the end. */
  keep<T>(value: T, stop: (value: T) => Promise<unknown>): T;
  stop(): Promise<void>;
}

/** Answers are not to come from what was cached before the change. */
const uncached = { cache: { freshMs: 0, staleMs: 0 } };

export async function startMixedCluster(version: string): Promise<MixedCluster> {
  await using started = new AsyncDisposableStack();
  const keep = <T>(value: T, stop: (value: T) => Promise<unknown>): T =>
    started.adopt(value, async () => void (await stop(value)));

  const controller = keep(await serve(controllerApp(new MemoryModelRegistry())), (app) => app.close());
  const [theirController, theirApi, theirWorker, client, command] = await all([
    launchPython(version, "controller.py").then((process) => keep(process, ({ stop }) => stop())),
    launchPython(version, "apiserver.py", ["--controller", controller.url]).then((process) =>
      keep(process, ({ stop }) => stop()),
    ),
    launchPython(version, "worker.py", [
      ...["--controller", controller.url, "--heartbeat-interval", "1"],
      ...["--models", "scripted", "their-own", "scripted-embed@text2vec"],
    ]).then((process) => keep(process, ({ stop }) => stop())),
    startPythonClient(version).then((process) => keep(process, ({ stop }) => stop())),
    startDbgptCommand(version).then((process) => keep(process, ({ stop }) => stop())),
  ]);

  const endings: string[] = [];
  const transport = keep(createNodeTransport(), (open) => open.close());
  const manager = new LocalWorkerManager({
    engines: ourEngines((ending) => endings.push(ending)),
    address: () => worker,
    registries: [controller, theirController].map(({ url }) => new ModelRegistryClient({ transport, controller: url })),
    heartbeatIntervalMs: 1_000,
  });
  for (const model of ourModels) await manager.addModel(model);
  const worker: ServedApp = keep(await serve(workerApp(manager)), (app) => app.close());
  await manager.start();
  // By then its controllers may have gone.
  keep(manager, () => manager.stop({ ignoreErrors: true }));

  const service = "WorkerManager@service";
  const newForm = await serveForm(manager, ["echo@llm", "thinker@llm", service], { generation: "0.7" });
  keep(newForm, (form) => form.close());
  const registry = new ModelRegistryClient({ transport, controller: controller.url });
  const everything = keep(new RemoteWorkerManager({ registry, transport }), (remote) => remote.stop());
  const reached = ["echo@llm", "scripted@llm", "their-own@llm", "scripted-embed@text2vec", "rerank@reranker", service];
  const gateway = keep(await serveForm(everything, reached), (form) => form.close());
  const ourApi = keep(await serve(apiApp(everything, registry)), (app) => app.close());

  const fleetAt = (url: string) => keep(createFleet({ controller: url, ...uncached }), (fleet) => fleet.close());
  const fleets = { fleet: fleetAt(controller.url), theirFleet: fleetAt(theirController.url) };
  const running = started.move();
  const keepRunning = <T>(value: T, stop: (value: T) => Promise<unknown>): T =>
    running.adopt(value, async () => void (await stop(value)));
  const secondArgs = [
    "--controller",
    theirController.url,
    "--heartbeat-interval",
    "1",
    "--models",
    "spare",
    "scripted",
  ];
  let second: Promise<Launched> | undefined;
  return {
    version,
    controller,
    worker,
    newForm,
    gateway,
    theirController,
    theirWorker,
    theirApi,
    ourApi,
    ...fleets,
    python: (name, args) => client.call(controller.url, name, args),
    pythonAt: client.call,
    dbgpt: (args, input) => command.run(args, { input, env: { CONTROLLER_ADDRESS: controller.url } }),
    endings,
    secondWorker() {
      second ??= launchPython(version, "worker.py", secondArgs).then((process) =>
        keepRunning(process, ({ stop }) => stop()),
      );
      return second;
    },
    freshFleet(url, preferred) {
      const policy = preferred && preferWorker(preferred);
      return keepRunning(createFleet({ controller: url, ...(policy && { policy }) }), (fleet) => fleet.close());
    },
    keep: keepRunning,
    stop: () => running.disposeAsync(),
  };
}

/** All, or the first failure once none is under way any more: what has started is kept by then, and stopped. */
async function all<T extends readonly unknown[]>(
  starting: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(starting);
  return (await Promise.all(starting)) as unknown as T;
}
