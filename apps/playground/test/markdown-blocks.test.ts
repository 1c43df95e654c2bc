import fc from "fast-check";
import { expect, test } from "vitest";
import { MarkdownBlocks } from "../src/markdown/markdown-blocks.ts";
import { markdownTokens } from "../src/markdown/marked-tokens.ts";
import { tour } from "../src/tab-fleet/storyteller-texts.ts";

const raws = (blocks: readonly { token: { raw: string } }[]): string[] => blocks.map(({ token }) => token.raw);

test.each(["en", "zh"] as const)("a text that came piece by piece has the blocks of the whole (%s)", (language) => {
  const text = tour(language);
  const whole = markdownTokens(text).map(({ raw }) => raw);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 40 }), (cuts) => {
      const blocks = new MarkdownBlocks();
      for (const cut of cuts.sort((a, b) => a - b)) blocks.update(text.slice(0, cut));
      expect(raws(blocks.update(text))).toEqual(whole);
    }),
  );
});

test("finished blocks are not read again", () => {
  const blocks = new MarkdownBlocks();
  const before = blocks.update("One.\n\nTwo.\n\nThree.\n\nFour");
  const after = blocks.update("One.\n\nTwo.\n\nThree.\n\nFour and more");
  expect(after[0]?.token).toBe(before[0]?.token);
  expect(after.at(-1)?.token.raw).toBe("Four and more");
});

test("a text that changed its beginning is read anew", () => {
  const blocks = new MarkdownBlocks();
  blocks.update("One.\n\nTwo.\n\nThree.\n\nFour");
  expect(raws(blocks.update("Other.\n\nText"))).toEqual(["Other.", "\n\n", "Text"]);
});

test("every character of a text is in one of its blocks, whatever the text is", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", " ", "\n", "`", "*", "|", "-", "$", "<", "[", "1", ".") }),
      (text) => {
        const blocks = new MarkdownBlocks();
        for (let end = 0; end <= text.length; end += 3) blocks.update(text.slice(0, end));
        const last = blocks.update(text);
        expect(last.every(({ start }, place) => place === 0 || start > (last[place - 1]?.start ?? -1))).toBe(true);
      },
    ),
  );
});

test("amounts of money are no formulas", () => {
  const types = (text: string) => JSON.stringify(markdownTokens(text)).match(/"type":"math\w+"/g) ?? [];
  expect(types("It costs $5 and then $10.")).toEqual([]);
  expect(types(String.raw`The law $L = \lambda s$ and \(x_1\).`)).toHaveLength(2);
  expect(types("$$\na^2\n$$\n")).toEqual(['"type":"mathBlock"']);
});
