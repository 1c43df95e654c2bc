import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentOf } from "../src/document.ts";
import { type Mutation, mutated } from "../src/mutation.ts";
import { topics } from "../src/mutations/index.ts";

const all = topics.flatMap(({ mutations }) => mutations);
const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

test.each(all)("$protection: it stands where it can be taken away", (mutation) => {
  const text = read(mutation.file);
  expect(mutated(mutation, text)).not.toBe(text);
});

test("what stands there twice, or not at all, is not taken away", () => {
  const mutation: Mutation = { protection: "p", file: "f", find: "x", replace: "", test: "t", named: "n" };
  expect(mutated(mutation, "axb")).toBe("ab");
  expect(() => mutated(mutation, "axbx")).toThrow("more often");
  expect(() => mutated(mutation, "ab")).toThrow("not");
});

test("each protection is told apart, and all are in the list for people", async () => {
  expect(new Set(all.map(({ protection }) => protection)).size).toBe(all.length);
  await expect(documentOf(topics)).toMatchFileSnapshot("../../../docs/security-tests.md");
});
