import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { isAbort } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { accessFor, isLoopback } from "../serving/access.ts";
import { chooseModels } from "../serving/choose-models.ts";
import { readPort } from "../serving/listen.ts";
import type { ServedModel } from "../serving/served-model.ts";
import { type RunningFleet, startFleet } from "../serving/start-fleet.ts";
import { stopSignal, untilAborted } from "../serving/until-stopped.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { say, sayAside } from "../terminal/talk.ts";

export interface UpOptions extends GlobalOptions {
  model?: string[];
  port?: string;
  host?: string;
}

/** Where commands look for a controller by themselves. */
const defaultPort = 8000;
const drainMs = 10_000;

/** A whole fleet in this process, until it is stopped. */
export async function up({ model = [], host = "127.0.0.1", ...options }: UpOptions): Promise<ExitCode> {
  const port = options.port === undefined ? undefined : readPort(options.port);
  const access = accessFor(host);
  const signal = stopSignal();
  try {
    const { models, reason } = await chooseModels(model, signal);
    if (reason) say(reason);
    const fleet = await startFleet({ models, access, host, port, defaultPort, signal });
    if (port === undefined && fleet.port !== defaultPort) say(`Port ${defaultPort} is taken: using ${fleet.port}.`);
    tell(fleet, models);
    if (access.keys) say("MODELFLEET_TOKEN is set: callers have to send it, as a bearer token and as the API's key.");
    say(isLoopback(host) ? "Ctrl-C stops it." : `It listens on ${host}, for other machines too. Ctrl-C stops it.`);

    await untilAborted(signal);
    sayAside("Stopping: answers under way have 10 seconds to end. Ctrl-C again does not wait.");
    await fleet.close(drainMs);
  } catch (error) {
    if (!isAbort(error)) throw error;
    // Stopped while a model was loading, which would keep the process.
    process.exit(exitCodes.ok);
  }
  return exitCodes.ok;
}

/** The addresses on standard output, for programs too. */
function tell({ url, port }: RunningFleet, models: readonly ServedModel[]): void {
  process.stdout.write(`Controller: ${url}\nAPI: ${url}/v1\n`);
  for (const { name, workerType } of models) process.stdout.write(`Model: ${stripToLine(name)} (${workerType})\n`);
  const chat = models.find(({ workerType }) => workerType === "llm");
  const address = port === defaultPort ? "" : ` --address ${url}`;
  if (chat) say(`Chat with it: modelfleet model chat -m ${stripToLine(chat.name)}${address}`);
}
