import type { ModelOutput } from "@modelfleet/core";
import { createParser } from "eventsource-parser";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Apps, model, openApps } from "../src/open-apps.ts";

let apps: Apps;
beforeAll(async () => {
  apps = await openApps();
});
afterAll(() => apps[Symbol.asyncDispose]());

const piece = fc.oneof(
  fc.constantFrom(
    "",
    "\n",
    "\r\n",
    "\n\n",
    "data: [DONE]\n\n",
    "event: x\n",
    ": ",
    "\u2028",
    "\0",
    "你好",
    "😀",
    "\ud83d",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);

interface Said {
  text: string;
  thinking: string;
  done: boolean;
}

interface Chunk {
  choices?: { delta?: { content?: string; reasoning_content?: string }; text?: string }[];
}

/** What a client has at the end, whose connection cuts the bytes anywhere. */
async function readBack(response: Response, cut: number): Promise<Said> {
  const said: Said = { text: "", thinking: "", done: false };
  const parser = createParser({
    onEvent({ data }) {
      if (data === "[DONE]") {
        said.done = true;
        return;
      }
      const choice = (JSON.parse(data) as Chunk).choices?.[0];
      said.text += choice?.delta?.content ?? choice?.text ?? "";
      said.thinking += choice?.delta?.reasoning_content ?? "";
    },
    onError(error) {
      throw error;
    },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += cut) {
    parser.feed(decoder.decode(bytes.subarray(at, at + cut), { stream: true }));
  }
  return said;
}

test.each(["chat/completions", "completions"])(
  "whatever a model says, %s is read back as the same text",
  async (route) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 12 }),
        fc.array(piece, { maxLength: 4 }),
        fc.integer({ min: 1, max: 200 }),
        async (texts, thoughts, cut) => {
          const outputs: ModelOutput[] = [];
          let text = "";
          let thinking: string | undefined;
          for (const delta of thoughts) {
            thinking = (thinking ?? "") + delta;
            outputs.push({ text, delta: "", thinking, thinkingDelta: delta, errorCode: 0 });
          }
          for (const delta of texts) {
            text += delta;
            outputs.push({ text, delta, thinking, errorCode: 0 });
          }
          outputs.push({ text, delta: "", thinking, errorCode: 0, finishReason: "stop" });
          apps.worker.outputs = outputs;
          const asked = route === "completions" ? { prompt: "x" } : { messages: [{ role: "user", content: "x" }] };
          const response = await apps.api.fetch(
            new Request(`http://10.0.0.1:8100/v1/${route}`, {
              method: "POST",
              body: JSON.stringify({ model, stream: true, ...asked }),
              headers: { "content-type": "application/json" },
            }),
          );
          const said = await readBack(response, cut);
          expect(said.done).toBe(true);
          expect(said.text).toBe(text);
          if (route === "chat/completions") expect(said.thinking).toBe(thinking ?? "");
        },
      ),
    );
  },
);
