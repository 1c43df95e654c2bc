import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface UpstreamRequest {
  url: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  /** Resolves when the connection of the request has closed before the answer was complete. */
  left: Promise<void>;
}

export interface TestUpstream {
  apiBase: string;
  requests: UpstreamRequest[];
  /** How many connections were made. */
  connections(): number;
}

/** An upstream on a port, which answers as the test says; it is gone when the test is. */
export async function startUpstream(
  answer: (request: UpstreamRequest, response: ServerResponse) => void,
): Promise<TestUpstream> {
  const requests: UpstreamRequest[] = [];
  let connections = 0;
  const server = createServer(async (incoming, response) => {
    let text = "";
    for await (const piece of incoming) text += piece;
    const left = new Promise<void>((resolve) => {
      response.on("close", () => {
        if (!response.writableFinished) resolve();
      });
    });
    const request = { url: incoming.url ?? "", headers: incoming.headers, body: text ? JSON.parse(text) : {}, left };
    requests.push(request);
    answer(request, response);
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { apiBase: `http://127.0.0.1:${port}/v1`, requests, connections: () => connections };
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export const chunk = (delta: object, finishReason: string | null = null): object => ({
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: finishReason }],
  usage: null,
});

/** Starts a stream and writes events to it. */
export function sendEvents(response: ServerResponse, events: readonly (object | string)[]): void {
  if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) response.write(`data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`);
}

/** A whole answer, as OpenAI streams it. */
export function sendAnswer(response: ServerResponse, text: string): void {
  sendEvents(response, [
    chunk({ role: "assistant", content: "" }),
    ...text.split(/(?= )/).map((content) => chunk({ content })),
    chunk({}, "stop"),
    { choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } },
    "[DONE]",
  ]);
  response.end();
}
