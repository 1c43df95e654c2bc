import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { apiApp } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import type { ExitCode } from "../exit-codes.ts";
import { describeError } from "../failure.ts";
import { comesFromThisMachine } from "../serving/access.ts";
import { type ApiKeyOptions, readApiKeys } from "../serving/api-keys.ts";
import { type ControllerOptions, controllerOf } from "../serving/controller-of.ts";
import { readPort } from "../serving/listen.ts";
import { runServer } from "../serving/running-server.ts";
import type { ServeOptions } from "../serving/serve-options.ts";
import { stopSignal } from "../serving/until-stopped.ts";
import { say, sayError } from "../terminal/talk.ts";

export interface StartApiServerOptions extends ServeOptions, ControllerOptions, ApiKeyOptions {}

/** OpenAI's protocol in front of a cluster, in this process, until it is stopped. */
export async function startApiServer(options: StartApiServerOptions): Promise<ExitCode> {
  const { host = "127.0.0.1" } = options;
  const port = options.port === undefined ? 8100 : readPort(options.port);
  const keys = await readApiKeys(options, host);
  const { address, token } = controllerOf(options);
  const transport = createNodeTransport({ token });
  const registry = new ModelRegistryClient({ transport, controller: address });
  const manager = new RemoteWorkerManager({ registry, transport });
  return runServer({
    app: apiApp(manager, registry, {
      keys,
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
