import { expect, test } from "vitest";
import type { AnswerMessage } from "../src/chat/conversation.ts";
import { compareWording } from "../src/compare/compare-wording.ts";
import { Comparison, effectiveSettings, lastAnswer, mostColumns } from "../src/compare/comparison.ts";
import { bestOf, liveFigures } from "../src/compare/figures.ts";
import { resultsTable, resultsWithAnswers } from "../src/compare/results-markdown.ts";
import type { Spoken } from "../src/state/wording.ts";

const t = Object.fromEntries(Object.entries(compareWording).map(([key, { en }]) => [key, en])) as unknown as Spoken<
  typeof compareWording
>;

const answer: AnswerMessage = {
  id: "1",
  role: "assistant",
  model: "qwen|3",
  state: "complete",
  text: "Because.",
  at: 0,
  instance: "brisk:8001",
  firstTokenMs: 500,
  durationMs: 2_500,
  completionTokens: 101,
};

test("an answer that is coming has a speed once there is time to measure it", () => {
  const live = { text: "a", thinking: "", firstTokenMs: 1_000, pieces: 21 };
  expect(liveFigures(live, 3_000)).toMatchObject({ perSecond: 10, totalMs: 3_000, tokens: 21, estimated: true });
  expect(liveFigures(live, 1_100).perSecond).toBeUndefined();
  expect(liveFigures({ ...live, firstTokenMs: undefined, pieces: 0 }, 900)).toMatchObject({
    tokens: undefined,
    perSecond: undefined,
  });
});

test("the best is the lowest time and the highest speed, of answers that are whole", () => {
  const slow = { ...answer, firstTokenMs: 700, durationMs: 4_700 };
  const cut: AnswerMessage = { ...answer, state: "stopped", durationMs: 100 };
  expect(bestOf("firstTokenMs", [answer, slow, cut])).toBe(500);
  expect(bestOf("perSecond", [answer, slow])).toBe(50);
  expect(bestOf("totalMs", [answer, undefined])).toBeUndefined();
  expect(bestOf("totalMs", [answer, answer])).toBeUndefined();
});

test("results are a table that Markdown can hold, whatever the names", () => {
  const failed: AnswerMessage = {
    id: "2",
    role: "assistant",
    model: "m",
    state: "failed",
    text: "",
    at: 0,
    firstTokenMs: 100,
    durationMs: 1_100,
    pieces: 5,
    failure: { code: "timeout", message: "Too slow." },
  };
  const results = [
    { note: "temperature 0.2", question: "Why?\nReally", answer },
    { note: undefined, question: "Why?\nReally", answer: failed },
  ];
  expect(resultsTable(results, t)).toBe(`> Why?
> Really

| Model | First token | Tokens/s | Total | Tokens | Served by | State |
| --- | ---: | ---: | ---: | ---: | --- | --- |
| qwen\\|3 (temperature 0.2) | 0.50 s | 50.0 | 2.50 s | 101 | brisk:8001 | Complete |
| m | 0.10 s | ≈ 4.0 | 1.10 s | ≈ 5 | – | Failed |
`);
  expect(resultsWithAnswers(results, t)).toContain("## m\n\n*Too slow.*\n");
});

test("a column's own settings come first", () => {
  expect(
    effectiveSettings(
      { system: "Be brief.", parameters: { temperature: 1, topP: 0.5 } },
      { system: " ", parameters: { temperature: 0, topP: undefined } },
    ),
  ).toEqual({ system: "Be brief.", parameters: { temperature: 0, topP: 0.5 } });
});

test("there are up to four columns, and starting over keeps their models", () => {
  const comparison = new Comparison();
  for (const model of ["a", "b", "c", "d", "e"]) comparison.add(model);
  const columns = comparison.columns.get();
  expect(columns).toHaveLength(mostColumns);
  comparison.remove(columns[1]?.id ?? "");
  comparison.startOver();
  expect(comparison.columns.get().map(({ session }) => session.conversation.get().model)).toEqual(["a", "c", "d"]);
  expect(comparison.columns.get().map(lastAnswer)).toEqual([undefined, undefined, undefined]);
});
