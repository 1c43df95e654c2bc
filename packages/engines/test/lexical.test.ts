import {
  createLexicalEmbedEngine,
  createLexicalRerankEngine,
  lexicalEmbedDescriptions,
} from "@modelfleet/engines/builtin";
import fc from "fast-check";
import { expect, test } from "vitest";

const dot = (a: number[] = [], b: number[] = []): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const embed = async (...input: string[]): Promise<number[][]> =>
  createLexicalEmbedEngine().embeddings({ model: "e", input });

test("texts that share words, or parts of words, are near each other", async () => {
  const [cat, cats, kitten, stock] = await embed(
    "The cat sleeps on the mat",
    "cats were sleeping on mats",
    "a kitten naps",
    "Stock prices fell",
  );
  expect(dot(cat, cats)).toBeGreaterThan(0.3);
  expect(dot(cat, cats)).toBeGreaterThan(dot(cat, kitten) + 0.2);
  expect(Math.abs(dot(cat, stock))).toBeLessThan(0.15);
  // By spelling, not by meaning, and so says its description.
  const metadata = await createLexicalEmbedEngine().getModelMetadata({ model: "e" });
  expect(metadata).toMatchObject({ chatModel: false, description: expect.stringContaining("not meaning") });
});

test("scripts without spaces, case and width", async () => {
  const [sky, why, rain, upper, wide] = await embed("天空是蓝色的", "为什么天空是蓝的", "明天下雨吗", "ABC", "ａｂｃ");
  expect(dot(sky, why)).toBeGreaterThan(dot(sky, rain) + 0.2);
  expect(upper).toEqual(wide);
});

test("vectors have the length that is asked for, are of length 1 and the same every time", async () => {
  const engine = createLexicalEmbedEngine({ dimensions: 64 });
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
      const [one, two] = await engine.embeddings({ model: "e", input: [text, text] });
      expect(one).toHaveLength(64);
      expect(one).toEqual(two);
      const norm = Math.hypot(...(one ?? []));
      expect(norm === 0 || Math.abs(norm - 1) < 1e-9).toBe(true);
    }),
  );
  expect((await embed("hello"))[0]?.slice(0, 400)).toHaveLength(384);
});

test("starts with its parameter, and refuses another", async () => {
  const engine = createLexicalEmbedEngine();
  await engine.start({ dimensions: 16 });
  expect((await engine.embeddings({ model: "e", input: ["a"] }))[0]).toHaveLength(16);
  expect(await engine.getModelMetadata({ model: "e" })).toMatchObject({ metadata: { dimensions: 16 } });
  await expect(engine.generate({ model: "e", messages: [] })).rejects.toThrow("cannot chat");
  await expect(engine.start({ dimensions: 1.5 })).rejects.toThrow("whole number from 16 to 4096");
  await expect(engine.start({ dims: 16 })).rejects.toThrow("It takes: dimensions.");
  expect(lexicalEmbedDescriptions.map((row) => row.paramName)).toEqual(["dimensions"]);
});

test("reranks by common words, rare ones first", async () => {
  const engine = createLexicalRerankEngine();
  await engine.start();
  const input = ["the weather of the north", "red pandas of the north", "red red red wine", "nothing in common"];
  const [scores = []] = await engine.embeddings({ model: "r", query: "red pandas", input, workerType: "reranker" });
  const order = scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  expect(order.slice(0, 2)).toEqual([1, 2]);
  expect(scores[0]).toBe(0);
  expect(scores[3]).toBe(0);
  expect(scores.every((score) => score >= 0 && score < 1)).toBe(true);
});

test("a reranker wants a query; nothing is nothing", async () => {
  const engine = createLexicalRerankEngine();
  await expect(engine.embeddings({ model: "r", input: ["a"], workerType: "reranker" })).rejects.toThrow("`query`");
  await expect(engine.embeddings({ model: "r", input: ["a"] })).rejects.toThrow("cannot embed");
  expect(await engine.embeddings({ model: "r", query: "", input: ["a", ""] })).toEqual([[0, 0]]);
  expect(await engine.embeddings({ model: "r", query: "a", input: [] })).toEqual([[]]);
  await expect(engine.start({ k1: 2 })).rejects.toThrow('no parameter "k1"');
});
