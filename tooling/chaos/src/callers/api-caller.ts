import { createParser } from "eventsource-parser";
import { Agent, request } from "undici";
import { promptOf } from "../expected-answer.ts";
import { chatModel, embeddingModel } from "../models.ts";
import { ApiRefusal } from "./api-refusal.ts";
import type { Caller } from "./caller.ts";

interface Chunk {
  choices?: { delta: { content?: string } }[];
  error?: { message: string; code: string };
}

/** Anyone's client of OpenAI's protocol, without retries of its own. */
export function apiCaller(url: string, connections = 256): Caller {
  // Servers offer to keep connections for longer; what is at rest is to be seen soon.
  const dispatcher = new Agent({ connections, keepAliveMaxTimeout: 4_000 });
  const post = async (path: string, body: object, signal: AbortSignal) => {
    const answer = await request(`${url}/v1/${path}`, {
      method: "POST",
      dispatcher,
      signal,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.statusCode === 200) return answer.body;
    throw new ApiRefusal(answer.statusCode, String(answer.headers["retry-after"] ?? ""), await answer.body.text());
  };
  return {
    way: "api",
    async *chat(question, signal) {
      const messages = [{ role: "user", content: promptOf(question) }];
      const body = await post("chat/completions", { model: chatModel, messages, stream: true }, signal);
      const pieces: string[] = [];
      let done = false;
      let failure: Error | undefined;
      const parser = createParser({
        onEvent({ data }) {
          if (data === "[DONE]") {
            done = true;
            return;
          }
          const { choices = [], error } = JSON.parse(data) as Chunk;
          // Once what came with it has been handed on.
          if (error) failure = new Error(`${error.code}: ${error.message}`);
          const content = choices[0]?.delta.content;
          if (content) pieces.push(content);
        },
      });
      const decoder = new TextDecoder();
      for await (const bytes of body) {
        parser.feed(decoder.decode(bytes as Uint8Array, { stream: true }));
        yield* pieces.splice(0);
        if (failure) throw failure;
      }
      if (!done) throw new Error("The stream ended without [DONE].");
    },
    async whole(question, signal) {
      const messages = [{ role: "user", content: promptOf(question) }];
      const body = await post("chat/completions", { model: chatModel, messages }, signal);
      const { choices } = (await body.json()) as { choices: { message: { content: string } }[] };
      return choices[0]?.message.content ?? "";
    },
    async embed(input, signal) {
      const body = await post("embeddings", { model: embeddingModel, input }, signal);
      const { data } = (await body.json()) as { data: { embedding: number[] }[] };
      return data.map(({ embedding }) => embedding);
    },
    close: () => dispatcher.destroy(),
  };
}
