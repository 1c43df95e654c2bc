import { expect, test, vi } from "vitest";
import { LeftRequests } from "../src/tab-fleet/left-requests.ts";

/** A service worker as far as it matters: the answer goes on, whoever has left. */
function endlessFleet(): { fetch: typeof globalThis.fetch; stopped: ReturnType<typeof vi.fn> } {
  const left = new LeftRequests();
  const stopped = vi.fn();
  const deaf: typeof globalThis.fetch = async (_input, init) => {
    const request = new Request("http://tab.example/", { headers: init?.headers ?? {} });
    const body = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array([1])), cancel: stopped });
    const reader = left.answerTo(request, new Response(body)).body?.getReader();
    return new Response(new ReadableStream({ pull: async (stream) => stream.enqueue((await reader?.read())?.value) }));
  };
  return { fetch: left.fetch(deaf), stopped };
}

test("a worker hears of a signal that was aborted", async () => {
  const { fetch, stopped } = endlessFleet();
  const stop = new AbortController();
  const response = await fetch("http://tab.example/", { signal: stop.signal });
  await response.body?.getReader().read();
  stop.abort();
  await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce());
});

test("and of an answer that was left", async () => {
  const { fetch, stopped } = endlessFleet();
  const reader = (await fetch("http://tab.example/")).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce());
});
