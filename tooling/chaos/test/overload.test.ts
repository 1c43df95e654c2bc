import { expect, test } from "vitest";
import { runOverload } from "../src/overload/overload-run.ts";
import { brokenBySlowReaders } from "../src/overload/slow-reader-promises.ts";
import { slowReaders } from "../src/overload/slow-readers.ts";

// The short forms of `pnpm overload`.
test("ten times more callers than places: who finds none is told at once, and the others are answered", async () => {
  const room = { concurrency: 2, maxWaiting: 2 };
  const { results, broken } = await runOverload({
    seed: 3,
    workers: 3,
    room,
    times: 10,
    tokens: 10,
    tokenMs: 15,
    forMs: 1_000,
    alone: 3,
  });
  expect(broken).toEqual([]);
  expect(results.map(({ way }) => way)).toEqual(["client", "gateway", "api"]);
});

test("readers who hardly read hold the worker up, and neither its memory nor, once gone, its slots", async () => {
  const result = await slowReaders({ each: 1, tokens: 2_000, watchMs: 500 });
  expect(brokenBySlowReaders(result)).toEqual([]);
  expect(result.continued).toBe(3);
});
