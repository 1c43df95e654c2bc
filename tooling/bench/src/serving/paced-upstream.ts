import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { chunk, model, workerFrames } from "./answers.ts";

/** Milliseconds from one token of a stream to its next. */
const periodMs = 10;

interface PacedAnswer {
  id: number;
  response: ServerResponse;
  at: number;
}

/**
 * A controller with one worker that answers at 100 tokens a second. The beats of its streams are spread over the
 * period, as those of streams that nobody arranged are. It says when it has written each token, so that whoever reads
 * them in the same process knows how long they were under way.
 */
export class PacedUpstream {
  readonly #frames: readonly Buffer[];
  readonly #onWrite: (id: number, token: number) => void;
  readonly #slots: Set<PacedAnswer>[] = Array.from({ length: periodMs }, () => new Set());
  readonly #server: Server;
  #served = Math.floor(performance.now());
  #next = 0;

  /** @param onWrite told of the answer, by the request's `max_new_tokens` beyond the number of tokens, and its token */
  constructor(tokens: number, onWrite: (id: number, token: number) => void) {
    this.#frames = workerFrames(tokens).map(chunk);
    this.#onWrite = onWrite;
    setInterval(() => this.#serve(), 1);
    this.#server = createServer((request, response) => {
      void this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.keepAliveTimeout = 0;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.#port;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (!request.url?.startsWith("/api/worker/generate_stream")) {
      const flags = { check_healthy: true, healthy: true, enabled: true, prompt_template: null };
      const row = { model_name: `${model}@llm`, host: "127.0.0.1", port: this.#port, weight: 1, ...flags };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify([row]));
      return;
    }
    const wanted = JSON.parse(body) as { max_new_tokens: number };
    response.flushHeaders();
    const answer = { id: wanted.max_new_tokens, response, at: 0 };
    const slot = this.#slots[this.#next++ % periodMs];
    response.once("close", () => slot?.delete(answer));
    // The first token comes at once: then what passes until it is read is all on the way.
    this.#write(answer);
    slot?.add(answer);
  }

  #serve(): void {
    for (const now = Math.floor(performance.now()); this.#served < now; this.#served++) {
      for (const answer of this.#slots[this.#served % periodMs] ?? []) this.#write(answer);
    }
  }

  #write(answer: PacedAnswer): void {
    const { id, response } = answer;
    const frame = this.#frames[answer.at];
    if (!frame) {
      response.end();
      return;
    }
    // Before the write, which sends what it can at once.
    this.#onWrite(id, answer.at);
    answer.at += 1;
    response.socket?.write(frame);
  }
}
