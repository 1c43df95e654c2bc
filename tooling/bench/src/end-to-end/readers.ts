import { Agent, type IncomingMessage, request } from "node:http";
import { createFleet as createWebFleet, type Fleet } from "@modelfleet/client";
import { createFleet as createNodeFleet } from "@modelfleet/client/node";
import type { ModelOutput } from "@modelfleet/core";
import { decodeLiterally, readUnchecked } from "../decoding/literal-decoder.ts";
import { readFields } from "../read-fields.ts";

/** Ways to read one answer. */
export type ReaderName = "ours" | "drained" | "literal" | "ours, fetch" | "drained, fetch";

/** Called for every frame, or piece where bytes are drained. Once it returns false, the stream is left. */
type OnPiece = () => boolean;

/** Reads the answer to a prompt to its end, or until it is left. */
export type Read = (prompt: string, onPiece: OnPiece) => Promise<void>;

const model = "bench";

async function consume(outputs: AsyncIterable<ModelOutput>, onPiece: OnPiece): Promise<void> {
  let sum = 0;
  for await (const output of outputs) {
    sum += readFields(output);
    if (!onPiece()) break;
  }
  if (sum === 0) throw new Error("The answer was empty.");
}

function throughFleet(fleet: Fleet): Read {
  return (prompt, onPiece) => consume(fleet.chat.stream({ model, messages: prompt }), onPiece);
}

const bodyOf = (prompt: string): string =>
  JSON.stringify({ model, messages: [{ role: "human", content: prompt }], echo: false, version: "v2" });
const headers = { "content-type": "application/json" };

function post(url: string, agent: Agent, prompt: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Errors after the answer has begun are the reader's: one that was left ends its connection.
    request(url, { method: "POST", agent, headers })
      .once("response", resolve)
      .once("error", reject)
      .end(bodyOf(prompt));
  });
}

function drain(response: IncomingMessage, onPiece: OnPiece): Promise<void> {
  return new Promise((resolve, reject) => {
    response.on("data", () => {
      if (!onPiece()) response.destroy();
    });
    response.once("close", resolve).once("error", reject);
  });
}

async function drainFetched(url: string, prompt: string, onPiece: OnPiece): Promise<void> {
  const { body } = await fetch(url, { method: "POST", headers, body: bodyOf(prompt) });
  const reader = body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) return;
    if (!onPiece()) return reader?.cancel();
  }
}

export function createReader(name: ReaderName, origin: string): Read {
  const url = `${origin}/api/worker/generate_stream`;
  const agent = new Agent({ keepAlive: true });
  switch (name) {
    case "ours":
      return throughFleet(createNodeFleet({ controller: origin }));
    case "ours, fetch":
      return throughFleet(createWebFleet({ controller: origin }));
    case "drained":
      return async (prompt, onPiece) => drain(await post(url, agent, prompt), onPiece);
    case "drained, fetch":
      return (prompt, onPiece) => drainFetched(url, prompt, onPiece);
    case "literal":
      return async (prompt, onPiece) => {
        const response = await post(url, agent, prompt);
        await consume(decodeLiterally(response, readUnchecked), onPiece);
      };
  }
}
