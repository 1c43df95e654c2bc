import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ExchangeLog } from "../src/fleet-connection/exchange-log.ts";
import { callHeaders, recordingFetch } from "../src/fleet-connection/recording-fetch.ts";

beforeEach(() => {
  vi.stubGlobal("location", new URL("http://page.example/"));
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => setTimeout(callback, 0));
  vi.stubGlobal("cancelAnimationFrame", (id: ReturnType<typeof setTimeout>) => clearTimeout(id));
});
afterEach(() => vi.unstubAllGlobals());

const url = "http://fleet.example/api/worker/generate_stream?secret=1";
const bytes = (text: string) => new TextEncoder().encode(text);
const ask = (fetch: typeof globalThis.fetch, call: string, signal?: AbortSignal) =>
  fetch(url, {
    method: "POST",
    body: '{"model":"qwen"}',
    headers: { ...callHeaders(call), authorization: "Bearer secret", "x-modelfleet-instance": "w:8001" },
    ...(signal && { signal }),
  });

test("keeps what was asked and what came, and no token", async () => {
  const log = new ExchangeLog();
  let sent: Headers | undefined;
  const fetch = recordingFetch(
    async (_input, init) => {
      sent = new Headers(init?.headers);
      return new Response(new Blob([bytes("one\0two\0")]).stream(), { headers: { "x-modelfleet-stream": "delta" } });
    },
    log,
    (_url, headers) => headers.get("x-modelfleet-instance") ?? undefined,
  );
  expect(await (await ask(fetch, "call-1")).text()).toBe("one\0two\0");
  const [exchange] = log.store.get();
  expect(exchange).toMatchObject({
    call: "call-1",
    url: "http://fleet.example/api/worker/generate_stream",
    instance: "w:8001",
    requestBody: '{"model":"qwen"}',
    status: 200,
    responseHeaders: { "x-modelfleet-stream": "delta" },
    end: { kind: "complete" },
  });
  expect(exchange?.chunks.map((chunk) => new TextDecoder().decode(chunk.bytes)).join("")).toBe("one\0two\0");
  expect(JSON.stringify(log.store.get())).not.toContain("secret");
  expect(sent?.has("x-playground-call")).toBe(false);
  expect(log.instanceOf("call-1")).toBe("w:8001");
});

test("a stream that is left is left upstream, too", async () => {
  const log = new ExchangeLog();
  const left = vi.fn();
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(bytes("x")), cancel: left });
  const fetch = recordingFetch(
    async () => new Response(body),
    log,
    () => undefined,
  );
  const reader = (await ask(fetch, "call-2")).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(left).toHaveBeenCalledOnce();
  expect(log.store.get()[0]?.end?.kind).toBe("left");
});

test("a connection that fails is told as it is", async () => {
  const log = new ExchangeLog();
  const refuse = async () => {
    throw new TypeError("Failed to fetch");
  };
  await expect(
    ask(
      recordingFetch(refuse, log, () => undefined),
      "call-3",
    ),
  ).rejects.toThrow("Failed to fetch");
  expect(log.store.get()[0]?.end).toMatchObject({ kind: "failed", message: "Failed to fetch" });
});

test("keeps the last twenty", () => {
  const log = new ExchangeLog();
  for (let id = 0; id < 30; id += 1) {
    log.begin({
      id: String(id),
      call: undefined,
      method: "POST",
      url,
      instance: undefined,
      sentAt: id,
      requestBody: undefined,
    });
  }
  expect(log.store.get().map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, place) => String(29 - place)));
});
