import { describe, expect, it } from "vitest";
import { MarkdownStream } from "../src/markdown/markdown-stream.ts";
import type { MarkdownStyle } from "../src/markdown/markdown-style.ts";

const plain: MarkdownStyle = { colors: true, paint: (_format, text) => text };
const marked: MarkdownStyle = { colors: false, paint: (_format, text) => text };
const tagged: MarkdownStyle = {
  colors: true,
  paint: (format, text) => `<${[format].flat().join("+")}>${text}</>`,
};

function render(text: string, { width = 40, style = plain, wrapCode = true } = {}): string[] {
  return [...new MarkdownStream({ style, wrapCode }).lines(text, width)];
}

describe("Markdown on a terminal", () => {
  it("keeps line breaks, and wraps between words, or within them where they are too long", () => {
    expect(render("one two three\nfour 你好世界你好", { width: 10 })).toEqual([
      "one two",
      "three",
      "four 你好",
      "世界你好",
    ]);
  });

  it("joins the lines of prose that was wrapped where it was written", () => {
    const verse = "A line that was broken where it was meant to be broken by its author,\nand **so was\nthis** one.";
    expect(render(verse, { width: 99 })).toHaveLength(3);
    const wrapped =
      "This paragraph was wrapped at seventy columns, as people do in their\neditors, and **so are** its further lines.";
    expect(render(wrapped, { width: 200 })).toHaveLength(1);
    expect(render(`- ${wrapped.replace("\n", "\n  ")}`, { width: 200 })).toHaveLength(1);
    expect(render(`${wrapped}  \nApart.`, { width: 200 })).toHaveLength(3);
  });

  it("emphasises, and keeps the marks where there are no colours", () => {
    const text = "# Top\n\n**bold** *soft* ~~gone~~ `code`";
    expect(render(text, { style: tagged, width: 99 })).toEqual([
      "<bold+underline>Top</>",
      "",
      "<bold>bold</> <italic>soft</> <strikethrough>gone</> <cyan>code</>",
    ]);
    expect(render(text, { style: marked })).toEqual(["# Top", "", "**bold** *soft* ~~gone~~ `code`"]);
  });

  it("shows where links lead, once", () => {
    expect(render("[docs](https://x.test/a) https://x.test <me@x.test>", { width: 99 })).toEqual([
      "docs (https://x.test/a) https://x.test me@x.test",
    ]);
    expect(render("![a cat](cat.png)")).toEqual(["[a cat] (cat.png)"]);
  });

  it("indents lists by their marks, and nested ones below their item", () => {
    const text = "9. nine\n10. ten is long enough to wrap\n    - nested\n\n- [x] done\n- [ ] open";
    expect(render(text, { width: 20 })).toEqual([
      " 9. nine",
      "10. ten is long",
      "    enough to wrap",
      "    • nested",
      "",
      "• [x] done",
      "• [ ] open",
    ]);
  });

  it("leaves code as it is, whole where the terminal can wrap it", () => {
    const text = "```js\nif (x) {\n\ty(1234567890);\n}\n```";
    expect(render(text, { width: 12, wrapCode: false })).toEqual(["  if (x) {", "      y(1234567890);", "  }"]);
    expect(render(text, { width: 12 })).toEqual(["  if (x) {", "      y(1234", "  567890);", "  }"]);
  });

  it("lines up tables with wide characters and emoji, and wraps the widest cells", () => {
    const text = "| a | 速度 | c |\n|:--|--:|:-:|\n| 你好 | 1 | 👩‍👩‍👧 |\n| some words to be wrapped | 22 | x |";
    const lines = render(text, { width: 30 });
    expect(lines).toEqual([
      "a                  │ 速度 │ c",
      "───────────────────┼──────┼───",
      "你好               │    1 │ 👩‍👩‍👧",
      "some words to be   │   22 │ x",
      "wrapped            │      │",
    ]);
    // Too narrow for any table.
    expect(render("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |", { width: 6 })).toEqual(["a: 1", "b: 2", "c: 3"]);
  });

  it("quotes, rules and HTML", () => {
    expect(render("> said\n> so\n\n---\n\n<b>x</b> &lt;y&gt; a<br>b", { width: 20 })).toEqual([
      "│ said",
      "│ so",
      "",
      "─".repeat(20),
      "",
      "<b>x</b> <y> a",
      "b",
    ]);
  });

  it("makes no control character of a reference", () => {
    expect(render("a&#27;[31mb&#x9b;31mc&#0;&amp;&unknown;&#7;")).toEqual(["abc&&unknown;"]);
  });

  it("shows what is begun, and the same in the end, however the text came", () => {
    const stream = new MarkdownStream({ style: plain, wrapCode: true });
    expect(stream.lines("some **bo", 40)).toEqual(["some **bo"]);
    expect(stream.lines("some **bold**\n\n```\nco", 40)).toEqual(["some bold", "", "  co"]);
    expect(stream.lines("some **bold**\n\n```\ncode\n```\n\nend", 40)).toEqual(["some bold", "", "  code", "", "end"]);

    // `*` begins a list, until it turns out to be a word of the table's next row.
    const marker = new MarkdownStream({ style: plain, wrapCode: true });
    const table = "1. | a | b |\n|--|--|\n*";
    expect(marker.lines(table, 40)).toContain("• ");
    expect(marker.lines(`${table}*`, 40)).toEqual(render(`${table}*`));
  });

  it("renders again where the text was changed, and stays with what is final when the width changes", () => {
    const stream = new MarkdownStream({ style: plain, wrapCode: true });
    stream.lines("first paragraph\n\nsecond", 40);
    expect(stream.lines("first paragraph\n\nsecond one", 9)).toEqual(["first paragraph", "", "second", "one"]);
    expect(stream.lines("other\n\nsecond", 40)).toEqual(["other", "", "second"]);
  });

  it.each([
    ["quotes", ">".repeat(50_000)],
    ["brackets", "[".repeat(50_000)],
    ["emphasis", "*a ".repeat(20_000)],
    ["lists", Array.from({ length: 400 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n")],
    ["one line", "x".repeat(300_000)],
    ["a table", `|${"a|".repeat(5_000)}\n|${"-|".repeat(5_000)}\n|${"b|".repeat(5_000)}`],
  ])("survives hostile %s", (_what, text) => {
    const lines = render(text, { width: 80 });
    expect(lines.length).toBeGreaterThan(0);
  });
});
