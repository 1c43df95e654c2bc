import { apiApp, combineApps, controllerApp, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import type { ExitCode } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { chooseModels } from "../serving/choose-models.ts";
import { createLocalWorker } from "../serving/local-worker.ts";
import { runServer } from "../serving/running-server.ts";
import { checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { tellModels } from "../serving/tell-models.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { say } from "../terminal/talk.ts";

export interface UpOptions extends GlobalOptions, ServeOptions {
  model?: string[];
}

/** Where commands look for a controller by themselves. */
const defaultPort = 8000;

/** A whole fleet in this process and on one port, until it is stopped. */
export async function up({ model = [], ...options }: UpOptions): Promise<ExitCode> {
  const { host, port, access } = checkServeOptions(options);
  const signal = stopSignal();
  const { models, reason } = await chooseModels(model, signal);
  if (reason) say(reason);

  const registry = new MemoryModelRegistry();
  const worker = await createLocalWorker({ models, host, registry });
  const { authorize, keys } = access;
  const app = combineApps(
    controllerApp(registry, { authorize }),
    workerApp(worker.manager, { authorize }),
    apiApp(worker.manager, registry, { keys, authorize }),
  );
  return runServer({
    app,
    worker,
    host,
    port: port ?? defaultPort,
    orNextFree: port === undefined,
    signal,
    background: options.background,
    ready(server) {
      if (port === undefined && server.port !== defaultPort) {
        say(`Port ${defaultPort} is taken: using ${server.port}.`);
      }
      process.stdout.write(`Controller: ${server.url}\nAPI: ${server.url}/v1\n`);
      tellModels(models);
      if (keys) say("MODELFLEET_TOKEN is set: callers have to send it, as a bearer token and as the API's key.");
      const chat = models.find(({ workerType }) => workerType === "llm");
      const address = server.port === defaultPort ? "" : ` --address ${server.url}`;
      if (chat) say(`Chat with it: modelfleet model chat -m ${stripToLine(chat.name)}${address}`);
    },
  });
}
