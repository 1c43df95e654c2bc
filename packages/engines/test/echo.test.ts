import { InvalidInputError } from "@modelfleet/core";
import { createEchoEngine, descriptions } from "@modelfleet/engines/echo";
import { expect, test } from "vitest";
import { ask, readOutputs } from "./support/read-outputs.ts";

test("repeats the question word by word, and ends with reason, usage and metrics", async () => {
  let clock = 1_000;
  const engine = createEchoEngine({
    tokenDelayMs: 10,
    delay: async (ms) => {
      clock += ms;
    },
    now: () => clock,
  });
  const outputs = await readOutputs(engine.generateStream(ask("why is it blue")));
  expect(outputs.map((output) => output.delta)).toEqual(["why", " is", " it", " blue", ""]);
  expect(outputs.map((output) => output.text)).toEqual([
    "why",
    "why is",
    "why is it",
    "why is it blue",
    "why is it blue",
  ]);
  expect(outputs.slice(0, -1).every((output) => output.finishReason === undefined && !output.metrics)).toBe(true);
  expect(outputs.at(-1)).toMatchObject({
    errorCode: 0,
    finishReason: "stop",
    usage: { promptTokens: 4, completionTokens: 4, totalTokens: 8 },
    metrics: {
      startTimeMs: 1_000,
      firstTokenTimeMs: 1_010,
      endTimeMs: 1_040,
      speedPerSecond: 100,
      prefillTokensPerSecond: 400,
      decodeTokensPerSecond: 100,
    },
  });
});

test("thinks first", async () => {
  const engine = createEchoEngine({ thinking: "let me", answer: "blue" });
  const outputs = await readOutputs(engine.generateStream(ask("why")));
  expect(outputs.map(({ thinkingDelta, delta }) => [thinkingDelta, delta])).toEqual([
    ["let", ""],
    [" me", ""],
    ["", "blue"],
    ["", ""],
  ]);
  expect(await engine.generate(ask("why"))).toMatchObject({
    text: "blue",
    delta: "blue",
    thinking: "let me",
    thinkingDelta: "let me",
  });
});

test("sends metrics in each output when asked to", async () => {
  const outputs = await readOutputs(createEchoEngine().generateStream(ask("one two", { metrics: true })));
  expect(outputs.map((output) => output.metrics?.collectIndex)).toEqual([1, 2, 2]);
});

test.each([
  ["a stop string over pieces", { stop: "c d" }, "a b ", "stop"],
  ["the first of several", { stop: ["d", "b"] }, "a ", "stop"],
  ["a begun one that is none", { stop: "d e" }, "a b c d", "stop"],
  ["the longest answer", { maxNewTokens: 2 }, "a b", "length"],
])("ends at %s", async (_, limits, text, finishReason) => {
  expect(await createEchoEngine({ answer: "a b c d" }).generate(ask("", limits))).toMatchObject({ text, finishReason });
});

test("answers by a function, with pieces of its own", async () => {
  const engine = createEchoEngine({
    answer: ({ messages }) => [`${messages.length} `, { text: "message", finishReason: "length" }],
    usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
  });
  expect(await engine.generate(ask("hello"))).toMatchObject({
    text: "1 message",
    finishReason: "length",
    usage: { totalTokens: 3 },
  });
});

test("a failed generation is an output whose message takes the place of the text", async () => {
  const engine = createEchoEngine({
    thinking: "hm",
    answer: "a b c",
    fault: { type: "error", errorCode: 7, message: "out of words", after: 2 },
  });
  const outputs = await readOutputs(engine.generateStream(ask("")));
  expect(outputs.at(-1)).toMatchObject({
    errorCode: 7,
    text: "out of words",
    delta: "out of words",
    thinkingDelta: "hm",
    reset: true,
  });
});

test("what is thrown is thrown", async () => {
  const error = new Error("the cable is cut");
  const engine = createEchoEngine({ fault: { type: "throw", error } });
  await expect(engine.generate(ask("hello"))).rejects.toBe(error);
});

test("a prompt that is too long is a failed generation", async () => {
  const output = await createEchoEngine({ contextLength: 2 }).generate(ask("one two three"));
  expect(output).toMatchObject({ errorCode: 400, text: expect.stringContaining("3 tokens, but the context is 2") });
});

test("an abort ends a generation that hangs, with the signal's reason", async () => {
  const ends: string[] = [];
  const engine = createEchoEngine({ fault: { type: "hang", after: 1 }, onEnd: (outcome) => ends.push(outcome) });
  const abort = new AbortController();
  const stream = engine.generateStream(ask("hello you"), { signal: abort.signal })[Symbol.asyncIterator]();
  expect((await stream.next()).value).toMatchObject({ delta: "hello" });
  const next = stream.next();
  const reason = new Error("enough");
  abort.abort(reason);
  await expect(next).rejects.toBe(reason);
  expect(ends).toEqual(["aborted"]);
  await expect(engine.generate(ask("hello"), { signal: abort.signal })).rejects.toBe(reason);
});

test("leaving the stream ends the generation, even while an output is awaited", async () => {
  const ends: string[] = [];
  const engine = createEchoEngine({ fault: { type: "hang" }, onEnd: (outcome) => ends.push(outcome) });
  const stream = engine.generateStream(ask("hello"))[Symbol.asyncIterator]();
  const next = stream.next().catch((error: Error) => error.name);
  await stream.return?.();
  expect(await next).toBe("AbortError");
  expect(ends).toEqual(["aborted"]);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test("starts with parameters, which its descriptions name", async () => {
  const engine = createEchoEngine({ answer: "old" });
  await engine.start({ answer: "new", name: "echo", provider: "echo", thinking: null });
  expect((await engine.generate(ask(""))).text).toBe("new");
  await engine.start();
  expect((await engine.generate(ask(""))).text).toBe("old");
  expect(await engine.parameterDescriptions({ model: "echo", workerType: "llm" })).toEqual(descriptions);
  expect(descriptions.map((row) => row.paramName)).toContain("token_delay_ms");
  await expect(engine.start({ anwser: "x" })).rejects.toThrow('no parameter "anwser". It takes: answer, thinking');
  await expect(engine.start({ token_delay_ms: "5" })).rejects.toThrow("is a string, but must be a number");
});

test("wrong options are refused; so is what it cannot do", async () => {
  expect(() => createEchoEngine({ anwser: "x" } as never)).toThrow(InvalidInputError);
  const engine = createEchoEngine({ startError: new Error("no memory") });
  await expect(engine.start()).rejects.toThrow("no memory");
  await expect(engine.embeddings({ model: "echo", input: ["a"] })).rejects.toThrow("cannot embed texts");
  await expect(engine.embeddings({ model: "echo", input: ["a"], query: "b" })).rejects.toThrow("cannot rerank");
  expect(await engine.countToken({ model: "echo", prompt: "a b c" })).toBe(3);
  expect(await engine.getModelMetadata({ model: "e" })).toMatchObject({ model: "e", models: ["e"], chatModel: true });
});
