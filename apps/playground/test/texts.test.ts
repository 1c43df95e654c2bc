import fc from "fast-check";
import { expect, test } from "vitest";
import { rankingToCsv, similaritiesToCsv, similaritiesToJson, vectorsToJsonLines } from "../src/texts/export-texts.ts";
import { longestText, mostTexts, parseTexts, problemOf, shorten } from "../src/texts/parse-texts.ts";
import { project } from "../src/texts/projection.ts";
import { barOf, rankDocuments } from "../src/texts/ranking.ts";
import { cosineSimilarities, pairsByNearness, rangeOf } from "../src/texts/similarity.ts";

test("texts are lines, or blocks between blank lines", () => {
  const box = "\r\n one\r\ntwo \n\n \t\n\nthree\n";
  expect(parseTexts(box, "line")).toEqual(["one", "two", "three"]);
  expect(parseTexts(box, "blank-line")).toEqual(["one\r\ntwo", "three"]);
  expect(parseTexts(" \n ", "blank-line")).toEqual([]);
});

test("what cannot be sent is said before it is sent", () => {
  expect(problemOf(["a"], 2)).toEqual({ kind: "too-few", least: 2 });
  expect(problemOf(Array(mostTexts + 1).fill("a"), 2)).toEqual({ kind: "too-many", count: mostTexts + 1 });
  expect(problemOf(["a", "b".repeat(longestText + 1)], 2)).toEqual({ kind: "too-long", place: 2 });
  expect(problemOf(["a", "b"], 2)).toBeUndefined();
});

test("a text is shortened between characters", () => {
  expect(shorten("👩‍🚀x\n y", 20)).toBe("👩‍🚀x y");
  expect(shorten("你好世界", 2)).toBe("你好…");
  expect(shorten("😀😀😀", 2)).toBe("😀😀…");
});

test("similarity is the cosine, and zeros are like nothing", () => {
  const matrix = cosineSimilarities([
    [1, 0],
    [3, 3],
    [-2, 0],
    [0, 0],
  ]);
  expect(matrix[0]?.map((value) => Number(value.toFixed(4)))).toEqual([1, Number(Math.SQRT1_2.toFixed(4)), -1, 0]);
  expect(matrix[3]).toEqual([0, 0, 0, 0]);
  expect(pairsByNearness(matrix)[0]).toMatchObject({ first: 0, second: 1 });
  expect(rangeOf(matrix).least).toBe(-1);
  expect(rangeOf([[1]])).toEqual({ least: 0, greatest: 0 });
});

const component = fc.integer({ min: -50, max: 50 }).map((value) => value / 10);
const plane = fc.array(fc.tuple(component, component), { minLength: 2, maxLength: 12 });

test("points of a plane keep their distances, however many dimensions they are written in", () => {
  fc.assert(
    fc.property(plane, (flat) => {
      // An isometric embedding into five dimensions, away from the origin.
      const vectors = flat.map(([x, y]) => [3, 0.6 * x, 0.8 * x, y, -1]);
      const { points, shown } = project(vectors);
      expect(shown).toBeGreaterThan(0.99);
      // Power iteration needs a gap between the two axes; the sum of both holds without it.
      const spread = (list: readonly (readonly [number, number])[]) => {
        const mean = [0, 1].map((axis) => list.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / list.length);
        return list.reduce(
          (sum, point) => sum + (point[0] - (mean[0] ?? 0)) ** 2 + (point[1] - (mean[1] ?? 0)) ** 2,
          0,
        );
      };
      expect(spread(points.map(({ x, y }) => [x, y] as const))).toBeCloseTo(spread(flat), 1);
    }),
  );
});

test("a projection shows groups apart, and is the same each time", () => {
  const vectors = [
    [1, 0, 0, 0.1],
    [0.9, 0.1, 0, 0],
    [0, 0, 1, 0.1],
    [0, 0.1, 0.9, 0],
  ];
  const { points, shown } = project(vectors);
  expect(Math.sign(points[0]?.x ?? 0)).toBe(Math.sign(points[1]?.x ?? 0));
  expect(Math.sign(points[0]?.x ?? 0)).toBe(-Math.sign(points[2]?.x ?? 0));
  expect(shown).toBeGreaterThan(0.9);
  expect(project(vectors)).toEqual(project(vectors));
});

test("texts that are all the same are one point", () => {
  const { points } = project([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  expect(points).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 0 },
    { x: 0, y: 0 },
  ]);
});

test("a ranking tells how far each document moved", () => {
  const ranked = rankDocuments(
    ["a", "b", "c"],
    [
      { index: 0, score: 0.1 },
      { index: 1, score: 0.1 },
      { index: 2, score: 2 },
    ],
  );
  expect(ranked.map(({ document, rank, given, moved }) => [document, rank, given, moved])).toEqual([
    ["c", 1, 3, 2],
    ["a", 2, 1, -1],
    ["b", 3, 2, -1],
  ]);
  expect(barOf(2, ranked)).toBe(1);
  expect(barOf(-3, rankDocuments(["a"], [{ index: 0, score: -3 }]))).toBe(0);
  expect(rankingToCsv({ model: "m", query: "q", ranked }).split("\r\n")[1]).toBe("1,3,2,c");
});

test("results can be taken away, whatever is in the texts", () => {
  const result = {
    model: "m",
    texts: ['say "hi", you', "two\nlines"],
    vectors: [[1], [0.5]],
    matrix: [
      [1, 0.5],
      [0.5, 1],
    ],
  };
  expect(similaritiesToCsv(result)).toBe(
    ',"say ""hi"", you","two\nlines"\r\n"say ""hi"", you",1.000000,0.500000\r\n"two\nlines",0.500000,1.000000\r\n',
  );
  expect(JSON.parse(similaritiesToJson(result))).toEqual({
    model: "m",
    texts: result.texts,
    similarities: result.matrix,
  });
  expect(JSON.parse(vectorsToJsonLines(result).split("\n")[1] ?? "")).toEqual({ text: "two\nlines", embedding: [0.5] });
});
