import type { ServerResponse } from "node:http";

/**
 * Writes a response, no faster than the client reads. Rejects where the body breaks off, once what came before has
 * gone out: the caller then destroys the connection.
 */
export async function writeResponse(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  const reader = response.body?.getReader();
  if (!reader) {
    outgoing.end();
    return;
  }
  // Headers go out before the first frame: a client tells the two waits apart.
  outgoing.flushHeaders();
  const leave = (): void => {
    void reader.cancel().catch(() => undefined);
  };
  outgoing.once("close", leave);
  let flushed: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      let more = true;
      flushed = new Promise((resolve) => {
        more = outgoing.write(value, () => resolve());
      });
      if (!more && !outgoing.destroyed) await drainOrClose(outgoing);
    }
    outgoing.end();
  } catch (error) {
    await flushed;
    throw error;
  } finally {
    outgoing.off("close", leave);
  }
}

/** Takes its listeners off again, which a race of two `once` would leave behind with each full buffer. */
function drainOrClose(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.on("drain", done).on("close", done);
  });
}
