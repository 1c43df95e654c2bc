import { exitCodes } from "./exit-codes.ts";

let current: AbortController | undefined;

/** Aborts with the first Ctrl-C, so that a command ends in order; a second one does not wait for that. */
export function interruptSignal(): AbortSignal {
  if (!current) {
    const controller = new AbortController();
    current = controller;
    process.on("SIGINT", () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort(new DOMException("Interrupted.", "AbortError"));
    });
  }
  return current.signal;
}
