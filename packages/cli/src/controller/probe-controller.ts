import { openRegistry } from "./open-registry.ts";

/** In milliseconds: long for a machine's own port, short for a person who waits. */
const guessedLimitMs = 1_500;
/** One whose process lives answers, if late, because the machine is busy. */
const runningLimitMs = 5_000;

/**
 * Rejects unless a controller answers at the address. It is asked for its registry, not for its health: controllers
 * before 0.5.9 have no health route, and other programs that like port 8000 have one.
 *
 * @param running whether a process that lives is known to listen there
 */
export async function probeController(address: string, signal: AbortSignal, running = false): Promise<void> {
  const limitMs = running ? runningLimitMs : guessedLimitMs;
  // Without the token: an address that was only guessed must not get it.
  await using open = openRegistry(address);
  const limit = AbortSignal.timeout(limitMs);
  try {
    await open.registry.getAllModelInstances({ signal: AbortSignal.any([signal, limit]) });
  } catch (error) {
    signal.throwIfAborted();
    const status = (error as { status?: number }).status;
    // It is there, and wants a token.
    if (status === 401 || status === 403) return;
    throw limit.aborted ? new Error(`no answer within ${limitMs} ms`) : error;
  }
}
