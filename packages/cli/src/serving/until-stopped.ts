import { exitCodes } from "../exit-codes.ts";

/** Aborts with the first SIGINT or SIGTERM, which end in order and are no failure; a second one does not wait. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(exitCodes.interrupted);
    stopping.abort(new DOMException("Stopped.", "AbortError"));
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return stopping.signal;
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
