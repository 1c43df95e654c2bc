import { readFileSync } from "node:fs";
import { GenerationError, type ModelOutput } from "@modelfleet/core";
import { defineEngine, type EnginePiece } from "@modelfleet/engines";
import { expect, test } from "vitest";
import createShoutEngine from "../examples/shout-engine.ts";
import { ask, readOutputs } from "./support/read-outputs.ts";

test("the example of the README is this one, and works", async () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const file of ["shout-engine.ts", "fleet.toml"]) {
    expect(readme).toContain(readFileSync(new URL(`../examples/${file}`, import.meta.url), "utf8"));
  }

  const engine = createShoutEngine();
  await engine.start({ mark: "!!" });
  const outputs = await readOutputs(engine.generateStream(ask("be quiet")));
  expect(outputs.map((output) => output.delta)).toEqual(["BE ", "QUIET ", "!!", ""]);
  expect(await engine.countToken({ model: "shout", prompt: "be quiet" })).toBe(2);
  expect(await engine.getModelMetadata({ model: "shout" })).toMatchObject({ model: "shout", contextLength: 1000 });
  await expect(engine.embeddings({ model: "shout", input: ["a"] })).rejects.toThrow("shout cannot embed");
  await engine.stop();
});

const answering = (pieces: () => AsyncIterable<string | EnginePiece>) =>
  defineEngine({ name: "test", generate: pieces });

test("pieces become outputs: nothing for an empty one, media as they are, the last usage", async () => {
  const media = [{ type: "image", data: "https://example.com/a.png", format: "url" }] as const;
  const engine = answering(async function* () {
    yield "";
    yield { usage: { promptTokens: 1, completionTokens: 1, totalTokens: 2 } };
    yield { text: "a", thinking: "b" };
    yield { media };
    yield { usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 }, finishReason: "length" };
  });
  const outputs = await readOutputs(engine.generateStream(ask("")));
  expect(outputs).toMatchObject([
    { delta: "a", thinkingDelta: "b" },
    { delta: "", text: "a", media },
    { delta: "", text: "a", thinking: "b", finishReason: "length", usage: { totalTokens: 3 } },
  ]);
  expect(outputs[2]).not.toHaveProperty("media", media);
});

test("deltas since the last reset are the text, whatever ends the answer", async () => {
  const engine = answering(async function* () {
    yield { text: "a", thinking: "t" };
    yield "b";
    throw new GenerationError("no more", { errorCode: 3, partialText: "ab" });
  });
  let text = "";
  let thinking = "";
  for await (const output of engine.generateStream(ask(""))) {
    text = output.reset ? output.delta : text + output.delta;
    thinking = output.reset ? (output.thinkingDelta ?? "") : thinking + (output.thinkingDelta ?? "");
    expect([text, thinking]).toEqual([output.text, output.thinking]);
  }
  expect(text).toBe("no more");
});

test("an engine that does not look at the signal is left at its next piece", async () => {
  let left = false;
  const engine = answering(async function* () {
    try {
      for (;;) yield "la";
    } finally {
      left = true;
    }
  });
  const abort = new AbortController();
  const reading = (async () => {
    const outputs: ModelOutput[] = [];
    for await (const output of engine.generateStream(ask(""), { signal: abort.signal })) {
      if (outputs.push(output) === 3) abort.abort(new Error("enough"));
    }
  })();
  await expect(reading).rejects.toThrow("enough");
  expect(left).toBe(true);
});

test("nothing runs before the stream is read, or when it is left before", async () => {
  let runs = 0;
  const engine = answering(async function* () {
    runs += 1;
    yield "a";
  });
  const stream = engine.generateStream(ask(""))[Symbol.asyncIterator]();
  await stream.return?.();
  expect(await stream.next()).toMatchObject({ done: true });
  expect(runs).toBe(0);
});

test("a start over a start stops first; a stop is once only", async () => {
  const calls: string[] = [];
  const engine = defineEngine({
    name: "test",
    start: (params) => void calls.push(`start ${JSON.stringify(params)}`),
    stop: () => void calls.push("stop"),
  });
  await engine.stop();
  await engine.start();
  await engine.start({ a: 1 });
  await engine.stop();
  await engine.stop();
  expect(calls).toEqual(["start {}", "stop", 'start {"a":1}', "stop"]);
});

test("a result that does not match its inputs is refused", async () => {
  const engine = defineEngine({ name: "test", embed: () => [[1]], rerank: () => [] });
  await expect(engine.embeddings({ model: "m", input: ["a", "b"] })).rejects.toThrow("1 results for 2 inputs");
  await expect(engine.embeddings({ model: "m", input: ["a"], query: "q" })).rejects.toThrow("0 results for 1 inputs");
  expect(await engine.countToken({ model: "m", prompt: "a" })).toBe(-1);
  expect(await engine.parameterDescriptions({ model: "m", workerType: "llm" })).toEqual([]);
});
