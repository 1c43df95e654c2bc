import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { openConfig } from "../config/open-config.ts";
import { sayUnread } from "../config/say-unread.ts";
import type { ExitCode } from "../exit-codes.ts";
import { describeError } from "../failure.ts";
import { comesFromThisMachine } from "../serving/access.ts";
import { type ApiKeyOptions, needKeys, readApiKeys } from "../serving/api-keys.ts";
import { type ControllerOptions, controllerOf } from "../serving/controller-of.ts";
import { runServer } from "../serving/running-server.ts";
import { listenAddress, type ServeOptions } from "../serving/serve-options.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { say, sayError } from "../terminal/talk.ts";

export interface StartApiServerOptions extends ServeOptions, ControllerOptions, ApiKeyOptions {}

/** OpenAI's protocol in front of a cluster, in this process, until it is stopped. */
export async function startApiServer(options: StartApiServerOptions): Promise<ExitCode> {
  const file = await openConfig(options.config);
  const section = file.section("service", "model", "api");
  const given = await readApiKeys(options, section.list("api_keys"));
  const { host, port = 8100 } = listenAddress(options, section, given ? undefined : "there are no API keys");
  const keys = needKeys(given, host);
  const { address, token } = await controllerOf(options, section);
  const cors = section.list("cors_allowed_origins");
  sayUnread(section);
  const transport = createNodeTransport({ token, pooled: true });
  const registry = new ModelRegistryClient({ transport, controller: address });
  const manager = new RemoteWorkerManager({ registry, transport });
  return runServer({
    app: apiApp(manager, registry, {
      keys,
      cors: cors.includes("*") ? "*" : cors,
      authorize: keys ? undefined : comesFromThisMachine,
      onError: (error) => sayError(describeError(error)),
    }),
    release: () => transport.close(),
    host,
    port,
    signal: stopSignal(),
    controller: address,
    background: options.background,
    ready({ url }) {
      process.stdout.write(`API: ${url}/v1\n`);
      say(`In front of ${address}, ${keys ? `for ${keys.length} keys` : "without keys"}.`);
    },
  });
}
