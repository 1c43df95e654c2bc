// What every measured server stands in front of: a controller with one worker, whose answers are ready-made. Beside the
// worker's routes it has OpenAI's, with the same answers, for servers that speak nothing else to what is behind them.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { chunk, model, openaiAnswer, openaiEvents, workerAnswer, workerFrames } from "./answers.ts";

type Make = (tokens: number) => Buffer[];

function remembered(make: Make): Make {
  const known = new Map<number, Buffer[]>();
  return (tokens) => {
    const chunks = known.get(tokens) ?? make(tokens).map(chunk);
    known.set(tokens, chunks);
    return chunks;
  };
}

const framesOf = remembered(workerFrames);
const eventsOf = remembered(openaiEvents);

function instances(workerKey: string): Buffer {
  const { port } = server.address() as AddressInfo;
  const flags = { check_healthy: true, healthy: true, enabled: true };
  const row = { model_name: workerKey, host: "127.0.0.1", port, weight: 1, ...flags, prompt_template: null };
  return Buffer.from(JSON.stringify([{ ...row, last_heartbeat: new Date().toISOString().slice(0, -1) }]));
}

function send(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
}

/** One write for each piece, past Node's own coding, which would cost more than the writing. */
async function stream(response: ServerResponse, chunks: readonly Buffer[], type: string | undefined): Promise<void> {
  if (type) response.setHeader("content-type", type);
  response.flushHeaders();
  const { socket } = response;
  if (!socket) return;
  for (const piece of chunks) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) await taken(socket);
  }
  response.end();
}

function taken(socket: NonNullable<ServerResponse["socket"]>): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off("drain", settle).off("close", settle);
      resolve();
    };
    socket.on("drain", settle).on("close", settle);
  });
}

interface Wanted {
  max_new_tokens?: number;
  max_tokens?: number;
  stream?: boolean;
}

function respond(path: string, body: string, response: ServerResponse): void | Promise<void> {
  switch (path) {
    case "/api/worker/generate":
      return send(response, workerAnswer);
    case "/api/worker/generate_stream":
      return stream(response, framesOf((JSON.parse(body) as Wanted).max_new_tokens ?? 200), undefined);
    case "/api/worker/model_metadata":
      return send(response, metadata);
    case "/v1/chat/completions": {
      const wanted = JSON.parse(body) as Wanted;
      if (!wanted.stream) return send(response, openaiAnswer);
      return stream(response, eventsOf(wanted.max_tokens ?? 200), "text/event-stream");
    }
  }
  if (!path.startsWith("/api/controller/models")) return void response.writeHead(404).end();
  const name = new URL(path, "http://upstream").searchParams.get("model_name") ?? `${model}@llm`;
  return send(response, instances(name));
}

const metadata = Buffer.from(
  JSON.stringify({
    model,
    label: null,
    context_length: 32_768,
    chat_model: true,
    is_function_calling_model: false,
    metadata: {},
    prompt_template: null,
    ext_metadata: { prompt_roles: ["system", "user", "assistant"], prompt_sep: "\n" },
  }),
);

const server = createServer((request: IncomingMessage, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.once("end", () => {
    const body = pieces.length === 1 ? String(pieces[0]) : Buffer.concat(pieces).toString();
    void Promise.resolve(respond(request.url ?? "/", body, response)).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      response.destroy();
    });
  });
});
// Connections are kept for as long as clients want: one that is closed while a request is on its way ends a run.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
