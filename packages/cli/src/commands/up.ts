import { RemoteWorkerManager } from "@modelfleet/client";
import { apiApp, combineApps, controllerApp, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { readConfigModels } from "../config/config-models.ts";
import { controllerSettings } from "../config/controller-settings.ts";
import { openConfig } from "../config/open-config.ts";
import { sayUnread } from "../config/say-unread.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { chooseModels } from "../serving/choose-models.ts";
import { FleetWorkerManager } from "../serving/fleet-worker-manager.ts";
import { createLocalWorker } from "../serving/local-worker.ts";
import { canOpenBrowser, openBrowser } from "../serving/open-browser.ts";
import { playgroundApp, playgroundFolder } from "../serving/playground-app.ts";
import { runServer } from "../serving/running-server.ts";
import { checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { tellModels } from "../serving/tell-models.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { say } from "../terminal/talk.ts";

export interface UpOptions extends GlobalOptions, ServeOptions {
  model?: string[];
  noState?: boolean;
  noOpen?: boolean;
}

/** Where commands look for a controller by themselves. */
const defaultPort = 8000;

/** A whole fleet in this process and on one port, until it is stopped. */
export async function up({ model = [], ...options }: UpOptions): Promise<ExitCode> {
  const file = await openConfig(options.config);
  const section = file.section("service", "model", "controller");
  const { host, port, access } = checkServeOptions(options, section);
  const registry = new MemoryModelRegistry(controllerSettings(section));
  sayUnread(section);
  const signal = stopSignal();
  const configured = model.length > 0 ? [] : await readConfigModels(file);
  const { models, reason } = await chooseModels(model, configured, signal);
  if (reason) say(reason);

  // Any port is another one each time.
  const remember = options.noState || port === 0 ? undefined : "fleet";
  const worker = await createLocalWorker({ models, host, registry, remember });
  // Other workers may register as well, and are served by the same API.
  const transport = createNodeTransport({ token: process.env.MODELFLEET_TOKEN || undefined, pooled: true });
  const manager = new FleetWorkerManager(worker.manager, new RemoteWorkerManager({ registry, transport }));
  const { authorize, keys } = access;
  const apiKeys = [...file.section("service", "model", "api").list("api_keys"), ...(keys ?? [])];
  const playground = playgroundFolder();
  const app = combineApps(
    controllerApp(registry, { authorize }),
    workerApp(manager, { authorize }),
    apiApp(manager, registry, { keys: apiKeys.length > 0 ? apiKeys : undefined, authorize }),
    ...(playground ? [await playgroundApp(playground)] : []),
  );
  return runServer({
    app,
    worker,
    release: () => transport.close(),
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
      if (playground) process.stdout.write(`Playground: ${server.url}/\n`);
      tellModels(worker.running);
      if (keys) say("MODELFLEET_TOKEN is set: callers have to send it, as a bearer token and as the API's key.");
      const chat = worker.running.find(({ workerType }) => workerType === "llm");
      const address = server.port === defaultPort ? "" : ` --address ${server.url}`;
      if (playground && !options.noOpen && !options.background && canOpenBrowser()) void openBrowser(server.url);
      if (chat) say(`Chat with it: modelfleet model chat -m ${stripToLine(chat.name)}${address}`);
    },
  });
}
