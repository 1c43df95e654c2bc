import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A URL of loopback where nobody listens. Its port was free a moment ago, and lies below those that a system gives to
 * whoever asks for any: browsers and servers that are started meanwhile do not get it.
 */
export async function freeUrl(): Promise<URL> {
  for (;;) {
    const port = randomInt(11_000, 32_000);
    const server = createServer().listen(port, "127.0.0.1");
    const opened = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!opened) continue;
    await new Promise((resolve) => server.close(resolve));
    return new URL(`http://127.0.0.1:${port}`);
  }
}
