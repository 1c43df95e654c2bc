// A controller and a worker in a process of their own, whose answers are ready-made: writing them is all it does, so
// that what reads is the limit. Ends with its parent.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type StreamKind, streamKinds } from "../decoding/streams.ts";
import { makeChunks } from "./frames.ts";
import { PacedStreams } from "./paced-streams.ts";
import { parsePrompt } from "./prompt.ts";

const answers = new Map<StreamKind, Buffer[]>();
const paced = new PacedStreams();

function chunksOf(kind: StreamKind): readonly Buffer[] {
  const chunks = answers.get(kind) ?? makeChunks(kind);
  answers.set(kind, chunks);
  return chunks;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const body = await text(request);
  if (url.pathname === "/api/controller/models") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify([instance(url.searchParams.get("model_name") ?? "")]));
  } else if (url.pathname === "/api/worker/generate_stream") {
    await generate(JSON.parse(body) as { messages: { content: string }[] }, response);
  } else {
    response.writeHead(404).end();
  }
}

function instance(workerKey: string): Record<string, unknown> {
  const flags = { check_healthy: true, healthy: true, enabled: true, remove_from_registry: false };
  const { port } = server.address() as AddressInfo;
  return { model_name: workerKey, host: "127.0.0.1", port, weight: 1, ...flags, prompt_template: null };
}

async function generate(wanted: { messages: { content: string }[] }, response: ServerResponse): Promise<void> {
  const { kind, pace, start } = parsePrompt(wanted.messages.at(-1)?.content ?? "");
  if (!streamKinds.includes(kind)) throw new RangeError(`no stream ${kind}`);
  const chunks = chunksOf(kind);
  // As of a worker: no content type, chunked, and one write for each frame; these are past Node's own coding, which
  // would cost the server more than the writing.
  response.flushHeaders();
  if (pace) paced.add(response, chunks, start);
  else await writeAll(chunks, response);
}

async function writeAll(chunks: readonly Buffer[], response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (!socket) return;
  for (const chunk of chunks) {
    if (!socket.write(chunk)) await new Promise<void>((resolve) => void socket.once("drain", resolve));
  }
  response.end();
}

const server = createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.destroy();
  });
});
// Connections are kept for as long as clients want: one that is closed while a request is on its way ends a run.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("message", () => process.send?.(paced.pace()));
process.once("disconnect", () => {
  paced.stop();
  server.close();
  server.closeAllConnections();
});
