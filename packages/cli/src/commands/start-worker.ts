import type { ModelRegistryClient } from "@modelfleet/client";
import type { ModelRegistry } from "@modelfleet/core";
import { workerApp } from "@modelfleet/server";
import { processMetrics } from "@modelfleet/server/node";
import { readConfigModels, workerTypes } from "../config/config-models.ts";
import { openConfig } from "../config/open-config.ts";
import { sayUnread } from "../config/say-unread.ts";
import { openRegistries } from "../controller/open-registry.ts";
import { reasonOf } from "../controller/reason.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError, describeError } from "../failure.ts";
import { chooseModels } from "../serving/choose-models.ts";
import { type ControllerOptions, controllerOf } from "../serving/controller-of.ts";
import { createLocalWorker } from "../serving/local-worker.ts";
import { PatientRegistry } from "../serving/patient-registry.ts";
import { runServer } from "../serving/running-server.ts";
import { checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { openServerLog } from "../serving/server-log.ts";
import { tellReady } from "../serving/tell-ready.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { say } from "../terminal/talk.ts";

export interface StartWorkerOptions extends ServeOptions, ControllerOptions {
  model?: string[];
  noState?: boolean;
}

/** A worker in this process, registered with a controller, until it is stopped. */
export async function startWorker({ model = [], ...options }: StartWorkerOptions): Promise<ExitCode> {
  const file = await openConfig(options.config);
  const section = file.section("service", "model", "worker");
  const { host, port = 8001, access, tokens, tls, cors } = checkServeOptions({ options, file, section });
  const { address, token } = await controllerOf(options, section, tokens[0]);
  const only = section.choice("worker_type", workerTypes);
  const registers = section.flag("register") ?? true;
  const registeredHost = section.text("worker_register_host");
  const heartbeatSeconds = section.number("heartbeat_interval", { min: 1 });
  sayUnread(section);

  const signal = stopSignal();
  const configured = model.length > 0 ? [] : await readConfigModels(file, only);
  const { models, reason } = await chooseModels(model, configured, signal);
  if (reason) say(reason);
  const open = openRegistries(address, token);
  const worker = await createLocalWorker({
    models,
    host,
    registries: registers ? open.registries.map(patient) : [],
    registeredHost,
    heartbeatIntervalMs: heartbeatSeconds && Math.round(heartbeatSeconds * 1000),
    // Any port is another one each time.
    remember: options.noState || port === 0 ? undefined : "worker",
  });
  return runServer({
    app: workerApp(worker.manager, { authorize: access.authorize, cors, metrics: [processMetrics()] }),
    worker,
    release: async () => open[Symbol.asyncDispose](),
    tls,
    host,
    port,
    signal,
    controller: registers ? address : "",
    background: options.background,
    logLevel: options.logLevel,
    ready({ url, port }) {
      const { running: models } = worker;
      tellReady({ kind: "worker", url, port, controller: registers ? address : undefined, models }, options.json);
      say(registers ? `Its controller: ${address}` : "It registers with no controller.");
    },
  });
}

/** Long for a controller that is well, short for a person who waits. */
const patienceMs = 2_000;

/** Slow controllers are told of the worker while it serves already. */
function patient(registry: ModelRegistryClient): ModelRegistry {
  const where = stripToLine(registry.controllers.join(", "));
  return new PatientRegistry(registry, {
    patienceMs,
    onLate: () => say(`${where} has not answered within ${patienceMs / 1000} seconds: registering there goes on.`),
    onFailed: (error) => openServerLog().error(describeError(error)),
    onBack: () => say(`Registered at ${where}.`),
    describe(error) {
      const message = `${where} was not told of this worker: ${reasonOf(error)}. It is tried again with each heartbeat.`;
      return new CommandError(message, exitCodes.unreachable);
    },
  });
}
