import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { listen } from "./bare-json.ts";

/**
 * The way that is usually taken: hono's `streamSSE` in front, `fetch` behind, each frame decoded and parsed as a whole,
 * each event made by `JSON.stringify`, and web streams all the way, put on a port as adapters for Node do it.
 */
export async function honoSse(upstreamPort: number): Promise<number> {
  const app = new Hono();
  app.post("/v1/chat/completions", async (c) => {
    const { max_tokens, model } = (await c.req.json()) as { max_tokens: number; model: string };
    const upstream = await fetch(`http://127.0.0.1:${upstreamPort}/api/worker/generate_stream`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ max_new_tokens: max_tokens }),
    });
    return streamSSE(c, async (sse) => {
      let before = "";
      const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model };
      for await (const text of texts(upstream.body as ReadableStream<Uint8Array>)) {
        const delta = { content: text.slice(before.length) };
        before = text;
        await sse.writeSSE({ data: JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: null }] }) });
      }
      await sse.writeSSE({ data: "[DONE]" });
    });
  });
  return listen((incoming, outgoing) => {
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      method: incoming.method ?? "POST",
      headers: { "content-type": "application/json" },
      body: Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>,
      duplex: "half",
    });
    void Promise.resolve(app.fetch(request)).then((response) => {
      outgoing.writeHead(response.status, [...response.headers].flat());
      Readable.fromWeb(response.body as NodeReadableStream).pipe(outgoing);
    });
  });
}

async function* texts(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let buffer = "";
  for await (const piece of body) {
    buffer += decoder.decode(piece, { stream: true });
    const frames = buffer.split("\0");
    buffer = frames.pop() ?? "";
    for (const frame of frames) {
      yield (JSON.parse(frame) as { content: { object: { data: string } } }).content.object.data;
    }
  }
}
