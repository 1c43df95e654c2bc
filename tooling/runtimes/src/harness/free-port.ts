import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port of loopback at which nobody listens, for now. It lies below those that a system gives to whoever asks for any:
 * one of these may be another's by the time that a process, which takes seconds to start, opens it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(11_000, 32_000);
    const server = createServer().listen(port, "127.0.0.1");
    const opened = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!opened) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
