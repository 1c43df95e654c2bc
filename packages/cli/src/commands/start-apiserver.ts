import { apiApp } from "@modelfleet/server";
import { processMetrics } from "@modelfleet/server/node";
import { readConfigKeys } from "../config/config-keys.ts";
import { openConfig } from "../config/open-config.ts";
import { sayUnread } from "../config/say-unread.ts";
import type { ExitCode } from "../exit-codes.ts";
import { describeError } from "../failure.ts";
import { callersByAddress } from "../serving/access.ts";
import { type ApiKeyOptions, keysNeeded, readApiKeys } from "../serving/api-keys.ts";
import { type ControllerOptions, controllerOf } from "../serving/controller-of.ts";
import { openCluster } from "../serving/open-cluster.ts";
import { runServer } from "../serving/running-server.ts";
import {
  allowedWorkersOf,
  callersOf,
  corsOf,
  listenAddress,
  type ServeOptions,
  tlsOf,
  tokensOf,
} from "../serving/serve-options.ts";
import { openServerLog } from "../serving/server-log.ts";
import { tellReady } from "../serving/tell-ready.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { say } from "../terminal/talk.ts";

export interface StartApiServerOptions extends ServeOptions, ControllerOptions, ApiKeyOptions {}

/** OpenAI's protocol in front of a cluster, in this process, until it is stopped. */
export async function startApiServer(options: StartApiServerOptions): Promise<ExitCode> {
  const file = await openConfig(options.config);
  const section = file.section("service", "model", "api");
  const sources = { options, file, section };
  const keys = await readApiKeys(options, [...section.list("api_keys"), ...readConfigKeys(file)]);
  const callers = callersOf(sources);
  const guarded = keys !== undefined || callers.allowFrom.length > 0;
  const { host, port = 8100 } = listenAddress(sources, guarded ? undefined : "there are no API keys");
  const byAddress = callersByAddress({ ...callers, host }, keys !== undefined);
  if (!keys && !byAddress) throw keysNeeded(host);
  const tls = tlsOf(sources);
  const allowed = allowedWorkersOf(sources);
  const { address, token } = await controllerOf(options, section, tokensOf(sources)[0]);
  const cors = corsOf(sources);
  sayUnread(section);
  const open = openCluster({ controller: address, token, allowed });
  const { registry, manager } = open;
  return runServer({
    app: apiApp(manager, registry, {
      keys,
      cors,
      metrics: [processMetrics()],
      withoutKey: byAddress,
      authorize: keys ? undefined : byAddress,
      onError: (error, { requestId }) => openServerLog(options.logLevel).error(describeError(error), requestId),
    }),
    release: () => open.close(),
    tls,
    host,
    port,
    signal: stopSignal(),
    controller: address,
    background: options.background,
    logLevel: options.logLevel,
    ready({ url, port }) {
      tellReady({ kind: "apiserver", url, port, controller: address, api: `${url}/v1` }, options.json);
      say(`In front of ${address}, ${keys ? `for ${keys.length} keys` : "without keys"}.`);
    },
  });
}
