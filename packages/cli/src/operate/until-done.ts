import { sayAside } from "../terminal/talk.ts";
import { whileWaiting } from "./waiting-line.ts";

/**
 * Waits for what workers do. Who leaves meanwhile learns that they go on: a worker that loads a model does not stop
 * because nobody waits for it any more.
 */
export async function untilDone<T>(what: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await whileWaiting(what, work);
  } catch (error) {
    if (signal.aborted) sayAside("Left. What was asked for may go on at the workers: see `modelfleet model list`.");
    throw error;
  }
}
