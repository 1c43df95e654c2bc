import type { FetchHandler } from "@modelfleet/server/node";
import type { Background } from "../daemon/background.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { isAbort } from "../failure.ts";
import { say, sayAside } from "../terminal/talk.ts";
import { isLoopback } from "./is-loopback.ts";
import { type ListenOptions, listen } from "./listen.ts";
import type { LocalWorker } from "./local-worker.ts";
import { untilAborted } from "./until-stopped.ts";

export interface ServerPlan extends ListenOptions {
  app: FetchHandler;
  /** The models behind the app, if they are in this process. */
  worker?: LocalWorker | undefined;
  /** Lets go of what the app needs beside them. */
  release?: (() => Promise<void>) | undefined;
  /** What it belongs to, where that is not itself; empty for nothing. */
  controller?: string | undefined;
  /** There if this process is in the background. */
  background?: Background | undefined;
  /** Called once everything answers. */
  ready(server: { url: string; port: number }): void;
  /** Ends it. */
  signal: AbortSignal;
}

const drainMs = 10_000;

/** A server on a port until it is stopped. Nothing is left of it where it cannot start. */
export async function runServer(plan: ServerPlan): Promise<ExitCode> {
  const { app, worker, release, ready, signal, host, controller, background } = plan;
  try {
    // First the port, then the models: a port that is taken is then not found out after minutes of loading.
    const server = await listen(app, plan);
    try {
      await worker?.start(server.port, signal);
      await background?.enter({ ...server, controller });
      ready(server);
      if (!isLoopback(host)) say(`It listens on ${host}, for other machines too.`);
      if (!background) say("Ctrl-C stops it.");
      background?.detach();
      await untilAborted(signal);
      const again = background ? "" : " Ctrl-C again does not wait.";
      sayAside(`Stopping: answers under way have 10 seconds.${again}`);
      // The models last: that ends what they are saying.
      await worker?.withdraw();
      await server.close({ drainMs });
    } finally {
      await server.close({ drainMs: 0 });
    }
  } catch (error) {
    if (!isAbort(error)) throw error;
    // Stopped while a model was loading, which would keep the process.
    process.exit(exitCodes.ok);
  } finally {
    await worker?.stop();
    await release?.();
  }
  return exitCodes.ok;
}
