import type { ModelOutput } from "@modelfleet/core";
import { decodeModelOutputs } from "@modelfleet/transport";
import { expect, test } from "vitest";
import type { WireGeneration } from "../src/index.ts";
import { post, setUpCluster } from "./cluster.ts";

/** Outputs as an engine makes them, of steps that add to text or thinking. */
function grow(steps: readonly Partial<ModelOutput>[]): ModelOutput[] {
  let text = "";
  let thinking: string | undefined;
  return steps.map((step) => {
    if (step.reset || step.errorCode) {
      text = step.text ?? "";
      thinking = step.thinking ?? thinking;
      return { errorCode: 0, ...step, text, thinking, delta: text, thinkingDelta: thinking, reset: true };
    }
    text += step.delta ?? "";
    if (step.thinkingDelta !== undefined) thinking = (thinking ?? "") + step.thinkingDelta;
    return { errorCode: 0, ...step, text, thinking, delta: step.delta ?? "", thinkingDelta: step.thinkingDelta };
  });
}

async function sent(outputs: readonly ModelOutput[], delta: boolean, generation?: WireGeneration) {
  await using cluster = await setUpCluster({
    models: [{ name: "m", params: { outputs } }],
    worker: generation ? { generation } : {},
  });
  const headers: Record<string, string> = delta ? { "x-modelfleet-stream": "delta" } : {};
  const answer = await cluster.network.fetch(post("/api/worker/generate_stream", { model: "m" }, headers));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const frames = new TextDecoder().decode(bytes).split("\0").slice(0, -1);
  const stream = {
    header: (name: string) => answer.headers.get(name) ?? undefined,
    bytes: (async function* () {
      yield bytes;
    })(),
    cancel: () => {},
  };
  const read: ModelOutput[] = [];
  for await (const output of decodeModelOutputs(stream, { what: "test", delta })) read.push(output);
  return { read, frames: frames.map((frame) => JSON.parse(frame) as Record<string, unknown>) };
}

const said = ({ text, thinking, errorCode, media }: ModelOutput) => ({
  text,
  thinking: thinking || undefined,
  errorCode,
  media,
});

const usage = { promptTokens: 1, completionTokens: 2, totalTokens: 3 };
const image = { type: "image", data: "https://a.test/i.png", format: "url" } as const;
const streams: Record<string, Partial<ModelOutput>[]> = {
  words: [{ delta: "one" }, { delta: " two" }, { delta: "", finishReason: "stop", usage }],
  "quotes, controls and NUL": [{ delta: '"a\\' }, { delta: "\n\u0000\t" }, { delta: "\u2028é😀" }],
  "halves of a pair": [{ delta: "a\ud83d" }, { delta: "\ude00b" }],
  "a long text": Array.from({ length: 300 }, (_, i) => ({ delta: `word ${i} 汉字 ` })),
  "metrics that change": [
    { delta: "a", metrics: { collectIndex: 1, speedPerSecond: 1.5 }, modelContext: { echo: false } },
    { delta: "b", metrics: { collectIndex: 2, speedPerSecond: 2.5 }, modelContext: { echo: false } },
  ],
  "thinking, then text": [{ thinkingDelta: "I" }, { thinkingDelta: " think" }, { delta: "so" }, { delta: "!" }],
  "thinking between text": [
    { delta: "a" },
    { thinkingDelta: "hm" },
    { delta: "b" },
    { thinkingDelta: "mm" },
    { delta: "c" },
  ],
  media: [{ delta: "see" }, { media: [image] }, { delta: " this" }],
  "a failure after text": [{ delta: "one" }, { errorCode: 7, text: "broken" }],
};

test.each(Object.entries(streams))("%s: a client reads what the engine said, whole or in deltas", async (_, steps) => {
  const outputs = grow(steps);
  for (const delta of [false, true]) {
    const { read } = await sent(outputs, delta);
    const last = read.at(-1) as ModelOutput;
    expect(said(last)).toEqual(said(outputs.at(-1) as ModelOutput));
    expect(read.filter(({ usage: counted }) => counted)).toHaveLength(
      outputs.filter(({ usage: counted }) => counted).length,
    );
    expect(last.metrics).toEqual(outputs.at(-1)?.metrics);
    expect(read.map(({ media }) => media).filter(Boolean)).toEqual(outputs.map(({ media }) => media).filter(Boolean));
  }
});

test("a text that is taken back is whole again in cumulative frames", async () => {
  const { read } = await sent(grow([{ delta: "one two" }, { reset: true, text: "one 2" }, { delta: "!" }]), false);
  expect(read.map(({ text }) => text)).toEqual(["one two", "one 2", "one 2!"]);
});

test("deltas can only append: what follows the common beginning", async () => {
  const { frames } = await sent(grow([{ delta: "one two" }, { reset: true, text: "one 2" }, { delta: "!" }]), true);
  expect(frames.map(({ text }) => text)).toEqual(["one two", "2", "!"]);
});

test("words that were said once are not said again when the end changes again and again", async () => {
  const cursor = grow([{ delta: "a|" }, { reset: true, text: "ab|" }, { reset: true, text: "abc|" }]);
  const { frames } = await sent(cursor, true);
  expect(frames.map(({ text }) => text)).toEqual(["a|", "b|", "c|"]);
});

test("frames are text for everyone, content only for what text cannot carry, never both", async () => {
  const { frames } = await sent(grow(streams["thinking between text"] ?? []), false);
  expect(frames.map(({ text }) => text)).toEqual(["a", undefined, undefined, undefined, undefined]);
  for (const frame of frames) expect("text" in frame).not.toBe("content" in frame);
  expect(frames[1]?.content).toEqual([
    { object: { data: "hm", format: "text" }, type: "thinking" },
    { object: { data: "a", format: "text" }, type: "text" },
  ]);
  const first = await sent(grow(streams["thinking between text"] ?? []), false, "0.6");
  expect(first.frames.map(({ text }) => text)).toEqual(["a", "a", "ab", "ab", "abc"]);
  const second = await sent(grow(streams.words ?? []), false, "0.7");
  expect(second.frames[1]?.content).toEqual({ object: { data: "one two", format: "text" }, type: "text" });
});

test("an engine that counts its deltas wrong does not spoil the text", async () => {
  const outputs: ModelOutput[] = [
    { text: "one", delta: "one", errorCode: 0 },
    { text: "one two three", delta: " three", errorCode: 0 },
  ];
  const { read } = await sent(outputs, false);
  expect(read.at(-1)?.text).toBe("one two three");
});
