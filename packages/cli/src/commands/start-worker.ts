import { workerApp } from "@modelfleet/server";
import { openRegistry } from "../controller/open-registry.ts";
import type { ExitCode } from "../exit-codes.ts";
import { chooseModels } from "../serving/choose-models.ts";
import { type ControllerOptions, controllerOf } from "../serving/controller-of.ts";
import { createLocalWorker } from "../serving/local-worker.ts";
import { runServer } from "../serving/running-server.ts";
import { checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { tellModels } from "../serving/tell-models.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { say } from "../terminal/talk.ts";

export interface StartWorkerOptions extends ServeOptions, ControllerOptions {
  model?: string[];
}

/** A worker in this process, registered with a controller, until it is stopped. */
export async function startWorker({ model = [], ...options }: StartWorkerOptions): Promise<ExitCode> {
  const { host, port = 8001, access } = checkServeOptions(options);
  const { address, token } = controllerOf(options);
  const signal = stopSignal();
  const { models, reason } = await chooseModels(model, signal);
  if (reason) say(reason);
  const open = openRegistry(address, token);
  const worker = await createLocalWorker({ models, host, registry: open.registry });
  return runServer({
    app: workerApp(worker.manager, { authorize: access.authorize }),
    worker,
    release: async () => open[Symbol.asyncDispose](),
    host,
    port,
    signal,
    controller: address,
    background: options.background,
    ready({ url }) {
      process.stdout.write(`Worker: ${url}\n`);
      tellModels(models);
      say(`Its controller: ${address}`);
    },
  });
}
