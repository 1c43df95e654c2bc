import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { failure, forms, serve } from "./servers.ts";

afterEach(() => void vi.useRealTimers());

/** From here on limits run out when the test says that time has passed, and not because the machine is busy. */
const holdTime = (): void => void vi.useFakeTimers({ toFake: ["performance"] });

describe.each(forms)("over %s", (_, open) => {
  describe("limits on time", () => {
    test("the head of the answer does not come", async () => {
      const url = await serve(() => {});
      const error = await failure(open({ timeouts: { firstFrameMs: 30 } }).json({ method: "GET", url }), "timeout");
      expect(error).toMatchObject({ phase: "first-frame", limitMs: 30 });
    });

    test("the first bytes of the body do not come", async () => {
      const closed = Promise.withResolvers<void>();
      const url = await serve((_, response) => {
        response.once("close", () => closed.resolve());
        response.flushHeaders();
      });
      holdTime();
      const stream = await open().stream({ method: "POST", url, timeouts: { firstFrameMs: 30 } });
      const first = failure(stream.bytes[Symbol.asyncIterator]().next(), "timeout");
      vi.advanceTimersByTime(30);
      expect(await first).toMatchObject({ phase: "first-frame" });
      await closed.promise;
    });

    test("the next piece does not come", async () => {
      const closed = Promise.withResolvers<void>();
      const url = await serve((_, response) => {
        response.once("close", () => closed.resolve());
        response.write("one");
      });
      const stream = await open({ timeouts: { idleMs: 30 } }).stream({ method: "POST", url });
      const bytes = stream.bytes[Symbol.asyncIterator]();
      await bytes.next();
      expect(await failure(bytes.next(), "timeout")).toMatchObject({ phase: "idle", limitMs: 30 });
      await closed.promise;
    });

    test("what came while the process was held up counts as in time", async () => {
      let server: ServerResponse | undefined;
      const url = await serve((_, response) => {
        server = response;
        response.write("one");
      });
      const stream = await open({ timeouts: { idleMs: 50 } }).stream({ method: "POST", url });
      const bytes = stream.bytes[Symbol.asyncIterator]();
      await bytes.next();
      const second = bytes.next();
      // A chunk of HTTP's coding straight to the socket: an answer's own write waits for the end of this turn.
      server?.socket?.write("3\r\ntwo\r\n");
      // Longer than the limit, as after a stop by the shell: when it goes on, what has come and the limit are both due.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
      expect(new TextDecoder().decode((await second).value)).toBe("two");
      stream.cancel();
    });

    test("a slow reader is not a slow server", async () => {
      const url = await serve((_, response) => response.end("one"));
      holdTime();
      const stream = await open({ timeouts: { firstFrameMs: 50, idleMs: 20 } }).stream({ method: "POST", url });
      vi.advanceTimersByTime(60);
      // Longer than both limits: that time passes is what is tested, and there is no event to wait for instead.
      await new Promise((resolve) => setTimeout(resolve, 60));
      let text = "";
      for await (const piece of stream.bytes) text += new TextDecoder().decode(piece);
      expect(text).toBe("one");
    });
  });

  describe("leaving", () => {
    /** A server that streams without end, and what becomes of its connection. */
    async function endless(): Promise<{ url: string; closed: Promise<void>; asked: Promise<void> }> {
      const closed = Promise.withResolvers<void>();
      const asked = Promise.withResolvers<void>();
      const url = await serve((request, response) => {
        asked.resolve();
        response.once("close", () => closed.resolve());
        if (request.url === "/stream") response.write("piece");
      });
      return { url, closed: closed.promise, asked: asked.promise };
    }

    test("an abort before the call", async () => {
      const reason = new Error("no");
      const call = open().json({ method: "GET", url: "http://127.0.0.1:9/", signal: AbortSignal.abort(reason) });
      await expect(call).rejects.toBe(reason);
    });

    test("an abort before the head", async () => {
      const { url, closed, asked } = await endless();
      const controller = new AbortController();
      const call = open().stream({ method: "POST", url, signal: controller.signal });
      const outcome = expect(call).rejects.toBe("enough");
      await asked;
      controller.abort("enough");
      await outcome;
      await closed;
    });

    test("an abort while streaming", async () => {
      const { url, closed } = await endless();
      const controller = new AbortController();
      const stream = await open().stream({ method: "POST", url: `${url}/stream`, signal: controller.signal });
      const bytes = stream.bytes[Symbol.asyncIterator]();
      await bytes.next();
      const waiting = bytes.next();
      controller.abort();
      await expect(waiting).rejects.toBe(controller.signal.reason);
      await expect(bytes.next()).rejects.toBe(controller.signal.reason);
      await closed;
    });

    test("leaving the loop", async () => {
      const { url, closed } = await endless();
      const stream = await open().stream({ method: "POST", url: `${url}/stream` });
      for await (const _ of stream.bytes) break;
      await closed;
      stream.cancel();
    });

    test("cancelling before anything was read", async () => {
      const { url, closed } = await endless();
      (await open().stream({ method: "POST", url: `${url}/stream` })).cancel();
      await closed;
    });
  });
});
