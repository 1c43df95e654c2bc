import { playgroundApp } from "@modelfleet/playground/serve";
import { apiApp, combineApps, controllerApp, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { processMetrics } from "@modelfleet/server/node";
import { readConfigKeys } from "../config/config-keys.ts";
import { readConfigModels } from "../config/config-models.ts";
import { controllerSettings } from "../config/controller-settings.ts";
import { openConfig } from "../config/open-config.ts";
import { sayUnread } from "../config/say-unread.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { callersByAddress } from "../serving/access.ts";
import { registrationRule } from "../serving/allowed-workers.ts";
import { chooseModels } from "../serving/choose-models.ts";
import { FleetWorkerManager } from "../serving/fleet-worker-manager.ts";
import { createLocalWorker } from "../serving/local-worker.ts";
import { canOpenBrowser, openBrowser } from "../serving/open-browser.ts";
import { openWorkers } from "../serving/open-cluster.ts";
import { playgroundFolder } from "../serving/playground-folder.ts";
import { runServer } from "../serving/running-server.ts";
import { allowedWorkersOf, callersOf, checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { tellReady } from "../serving/tell-ready.ts";
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
  const sources = { options, file, section };
  const { host, port, access, tokens, tls, cors } = checkServeOptions(sources);
  const allowed = allowedWorkersOf(sources);
  const namedKeys = readConfigKeys(file);
  const registry = new MemoryModelRegistry(controllerSettings(section));
  sayUnread(section);
  const signal = stopSignal();
  const configured = model.length > 0 ? [] : await readConfigModels(file);
  const { models, reason } = await chooseModels(model, configured, signal);
  if (reason) say(reason);

  // Any port is another one each time.
  const remember = options.noState || port === 0 ? undefined : "fleet";
  const worker = await createLocalWorker({ models, host, registries: [registry], remember });
  // Other workers may register as well, and are served by the same API.
  const others = openWorkers({ registry, token: tokens[0], allowed });
  const manager = new FleetWorkerManager(worker.manager, others.manager);
  const { authorize } = access;
  const tokenKeys = tokens.map((key, index) => ({ key, name: `token-${index + 1}` }));
  const keys = [...file.section("service", "model", "api").list("api_keys"), ...namedKeys, ...tokenKeys];
  const withoutKey = callersByAddress({ ...callersOf(sources), host }, true);
  const playground = playgroundFolder();
  const app = combineApps(
    controllerApp(registry, { authorize, cors, allowInstance: registrationRule(allowed) }),
    workerApp(manager, { authorize, cors, metrics: [processMetrics()] }),
    apiApp(manager, registry, keys.length > 0 ? { keys, withoutKey, cors } : { authorize, cors }),
    ...(playground ? [await playgroundApp(playground)] : []),
  );
  return runServer({
    app,
    worker,
    release: () => others.close(),
    tls,
    host,
    port: port ?? defaultPort,
    orNextFree: port === undefined,
    signal,
    background: options.background,
    logLevel: options.logLevel,
    ready(server) {
      if (port === undefined && server.port !== defaultPort) {
        say(`Port ${defaultPort} is taken: using ${server.port}.`);
      }
      const { url } = server;
      const page = playground && `${url}/`;
      const { running: models } = worker;
      tellReady(
        { ...server, kind: "fleet", controller: url, api: `${url}/v1`, playground: page, models },
        options.json,
      );
      if (tokens.length > 0) say("Callers have to send the token: as a bearer token, and as the API's key.");
      const chat = worker.running.find(({ workerType }) => workerType === "llm");
      const address = server.port === defaultPort ? "" : ` --address ${server.url}`;
      if (playground && !options.noOpen && !options.background && canOpenBrowser()) void openBrowser(server.url);
      if (chat) say(`Chat with it: modelfleet model chat -m ${stripToLine(chat.name)}${address}`);
    },
  });
}
