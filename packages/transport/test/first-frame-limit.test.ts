import { createNodeTransport } from "@modelfleet/transport/node";
import { afterEach, expect, test, vi } from "vitest";
import { closers, serve } from "./servers.ts";

afterEach(() => void vi.useRealTimers());

test.each([
  ["node", false],
  ["pooled", true],
])("%s: the time that connecting takes is none of the first frame's", async (_form, pooled) => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const asked = Promise.withResolvers<void>();
  const url = await serve((_request, response) => {
    response.flushHeaders();
    void asked.promise.then(() => setTimeout(() => response.end("1"), 50));
  });
  const transport = createNodeTransport({
    pooled,
    timeouts: { connectMs: 10_000, firstFrameMs: 1_000 },
    mayConnect: (address) => {
      // While the connection is made.
      vi.advanceTimersByTime(2_000);
      // One address alone: of several, Node gives up the first after a quarter of a second.
      return address === "127.0.0.1";
    },
  });
  closers.push(() => transport.close());
  const stream = await transport.stream({ method: "GET", url: url.replace("127.0.0.1", "localhost") });
  const first = stream.bytes[Symbol.asyncIterator]().next();
  asked.resolve();
  expect(new TextDecoder().decode((await first).value)).toBe("1");
});
