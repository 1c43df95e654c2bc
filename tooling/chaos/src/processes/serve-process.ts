import { type FetchHandler, serve } from "@modelfleet/server/node";
import { countOpened, measureProcess } from "../footprint.ts";
import type { FromProcess, ToProcess } from "./messages.ts";

export interface ServedProcess {
  app: FetchHandler;
  /** Once it listens. */
  started?: (port: number) => Promise<void>;
  /** Before it stops listening. */
  withdraw?: () => Promise<void>;
  stop?: () => Promise<void>;
  /** How many generations run. */
  running?: () => number;
}

const tell = (message: FromProcess): void => {
  if (process.connected) process.send?.(message);
};

/** Runs an app as a process of the harness until it is told to stop, or the harness is gone. */
export async function serveProcess({ app, started, withdraw, stop, running }: ServedProcess): Promise<void> {
  // Nothing may end here: each is a fault of the program under test.
  process.on("unhandledRejection", (reason) => tell({ type: "failed", reason: `unhandled rejection: ${reason}` }));
  process.on("uncaughtExceptionMonitor", (error) => tell({ type: "failed", reason: `uncaught: ${error.stack}` }));
  // Such as of more listeners than anyone needs.
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") tell({ type: "failed", reason: `warned: ${warning.stack}` });
  });
  const served = await serve(app, { onError: (error) => process.stderr.write(`${String(error)}\n`) });
  await started?.(served.port);
  const leave = async (): Promise<void> => {
    await withdraw?.();
    await served.close({ drainMs: 10_000 });
    await stop?.();
    process.disconnect?.();
  };
  process.on("message", (message: ToProcess) => {
    if (message.type === "stop") void leave();
    else if (message.type === "count") {
      void countOpened(running?.()).then((counted) => tell({ type: "counted", ...counted }));
    } else void measureProcess(running?.()).then((measured) => tell({ type: "measured", ...measured }));
  });
  process.on("SIGTERM", () => void leave());
  process.once("disconnect", () => process.exit());
  tell({ type: "ready", port: served.port });
}
