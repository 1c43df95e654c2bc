import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import { MarkdownStream } from "../src/markdown/markdown-stream.ts";

const options = { style: { colors: true, paint: (_format: unknown, text: string) => text }, wrapCode: true };
const words = (lines: readonly string[]): string => lines.join("\n").replaceAll(/\s+/g, " ").trim();

const piece = fc.constantFrom(
  ..."word |你好|😀|\n|\n\n|- |1. |  |**|*|`|\n```\n|> |# |[x](y)|---\n|<b>|&amp;|=".split("|"),
  "|",
  "| a | b |\n|--|--|\n",
);

test("Markdown is the same in the end, however the text came", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 60 }), (pieces, width) => {
      const text = pieces.join("");
      const grown = new MarkdownStream(options);
      let lines: readonly string[] = [];
      for (let end = 1; end <= text.length; end++) lines = grown.lines(text.slice(0, end), width);
      expect(words(lines)).toBe(text === "" ? "" : words(new MarkdownStream(options).lines(text, width)));
    }),
  );
});

test("Markdown is never wider than it may", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 20, max: 60 }), (text, width) => {
      const clean = stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, "");
      for (const line of new MarkdownStream(options).lines(clean, width)) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});
