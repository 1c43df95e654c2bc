import { controllerApp, MemoryModelRegistry } from "@modelfleet/server";
import type { ExitCode } from "../exit-codes.ts";
import { runServer } from "../serving/running-server.ts";
import { checkServeOptions, type ServeOptions } from "../serving/serve-options.ts";
import { stopSignal } from "../serving/until-stopped.ts";

/** A controller in this process, until it is stopped. */
export async function startController(options: ServeOptions): Promise<ExitCode> {
  const { host, port = 8000, access } = checkServeOptions(options);
  return runServer({
    app: controllerApp(new MemoryModelRegistry(), { authorize: access.authorize }),
    host,
    port,
    signal: stopSignal(),
    background: options.background,
    ready: ({ url }) => void process.stdout.write(`Controller: ${url}\n`),
  });
}
