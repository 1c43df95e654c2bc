import { controllerApp, MemoryModelRegistry } from "@modelfleet/server";
import { processMetrics } from "@modelfleet/server/node";
import { controllerSettings } from "../config/controller-settings.ts";
import { openConfig } from "../config/open-config.ts";
import { sayUnread } from "../config/say-unread.ts";
import type { ExitCode } from "../exit-codes.ts";
import { registrationRule } from "../serving/allowed-workers.ts";
import { runServer } from "../serving/running-server.ts";
import { allowedWorkersOf, checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { tellReady } from "../serving/tell-ready.ts";
import { stopSignal } from "../serving/until-stopped.ts";

/** A controller in this process, until it is stopped. */
export async function startController(options: ServeOptions): Promise<ExitCode> {
  const file = await openConfig(options.config);
  const section = file.section("service", "model", "controller");
  const sources = { options, file, section };
  const { host, port = 8000, access, tls, cors } = checkServeOptions(sources);
  const allowed = allowedWorkersOf(sources);
  const registry = new MemoryModelRegistry(controllerSettings(section));
  sayUnread(section);
  return runServer({
    app: controllerApp(registry, {
      authorize: access.authorize,
      cors,
      allowInstance: registrationRule(allowed),
      metrics: [processMetrics()],
    }),
    tls,
    host,
    port,
    signal: stopSignal(),
    background: options.background,
    logLevel: options.logLevel,
    ready: ({ url, port }) => tellReady({ kind: "controller", url, port, controller: url }, options.json),
  });
}
