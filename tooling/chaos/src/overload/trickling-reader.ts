import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { promptOf } from "../expected-answer.ts";
import { chatModel } from "../models.ts";
import { type SteadyCluster, urlOf } from "../steady-cluster.ts";

interface StreamingRoute {
  url: string;
  headers: Readonly<Record<string, string>>;
  body(prompt: string): object;
}

/** At a worker, through the gateway, and at the API. */
export function streamingRoutes(cluster: SteadyCluster): StreamingRoute[] {
  const worker = (server: { port: number }): StreamingRoute => ({
    url: `${urlOf(server)}/api/worker/generate_stream`,
    // Whole texts again and again would be far more than the answer.
    headers: { "x-modelfleet-stream": "delta" },
    body: (content) => ({ model: chatModel, messages: [{ role: "human", content }], prompt: content }),
  });
  return [
    ...cluster.workers.map(worker),
    worker(cluster.front("gateway")),
    {
      url: `${urlOf(cluster.front("api"))}/v1/chat/completions`,
      headers: {},
      body: (content) => ({ model: chatModel, stream: true, messages: [{ role: "user", content }] }),
    },
  ];
}

/** A kilobyte a second. */
const pieceBytes = 100;
const everyMs = 100;

/** Reads the bytes of an answer, whatever they are, so slowly that it will never see the end. */
export class TricklingReader {
  readonly #request: ClientRequest;
  readonly #timer: NodeJS.Timeout;

  private constructor(sent: ClientRequest, answer: IncomingMessage) {
    this.#request = sent;
    this.#timer = setInterval(() => void answer.read(pieceBytes), everyMs);
  }

  /** Resolves with the head of the answer. */
  static open({ url, headers, body }: StreamingRoute, tokens: number): Promise<TricklingReader> {
    return new Promise((resolve, reject) => {
      const all = { "content-type": "application/json", ...headers };
      const sent = request(url, { method: "POST", headers: all, agent: false });
      // Once it has vanished nobody waits for this.
      sent.on("error", reject);
      sent.once("response", (answer) => {
        answer.on("error", () => {});
        if (answer.statusCode === 200) resolve(new TricklingReader(sent, answer));
        else reject(new Error(`${url} answered ${answer.statusCode}`));
      });
      sent.end(JSON.stringify(body(promptOf({ id: "trickling", tokens }))));
    });
  }

  vanish(): void {
    clearInterval(this.#timer);
    this.#request.destroy();
  }
}
