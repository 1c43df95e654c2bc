import { describe, expect, it } from "vitest";
import { ControlStripper, stripControls, stripToLine } from "../src/terminal/control-stripper.ts";

const cases: [name: string, text: string, kept: string][] = [
  ["plain text, line breaks and tabs", "a\tb\nc 你好 🙂", "a\tb\nc 你好 🙂"],
  ["colours", "\x1b[31mred\x1b[0m", "red"],
  ["cursor movement and erasing", "a\x1b[2J\x1b[1;1Hb", "ab"],
  ["a window title", "a\x1b]0;owned\x07b", "ab"],
  ["a clipboard write that ends with ST", "a\x1b]52;c;aGk=\x1b\\b", "ab"],
  ["a link", "\x1b]8;;http://x.test\x1b\\text\x1b]8;;\x1b\\", "text"],
  ["DCS, APC and PM", "a\x1bPq#0\x1b\\b\x1b_x\x1b\\c\x1b^y\x1b\\d", "abcd"],
  ["C1 introducers", "a\u009b31mb\u009d0;t\u009cc", "abc"],
  ["single escapes and character sets", "a\x1bcb\x1b(0c", "abc"],
  ["carriage return, backspace, bell, delete", "a\r\nb\bc\x07d\x7f", "a\nbcd"],
  ["an escape at the end", "a\x1b", "a"],
  ["an escape before other text", "a\x1b你", "a你"],
  ["a string that never ends, up to its line", "a\x1b]0;lost\nkept", "a\nkept"],
  ["a sequence that is broken off by a line break", "a\x1b[31\nb", "a\nb"],
  ["an escape inside a sequence", "a\x1b[3\x1b[31mb", "ab"],
];

describe("ControlStripper", () => {
  it.each(cases)("%s", (_name, text, kept) => {
    expect(stripControls(text)).toBe(kept);
  });

  it.each(cases)("%s, cut anywhere", (_name, text, kept) => {
    for (let at = 1; at < text.length; at++) {
      const stripper = new ControlStripper();
      expect(stripper.push(text.slice(0, at)) + stripper.push(text.slice(at))).toBe(kept);
    }
    const stripper = new ControlStripper();
    expect(Array.from({ length: text.length }, (_, i) => stripper.push(text.charAt(i))).join("")).toBe(kept);
  });

  it("does not let one stray byte swallow the answer", () => {
    const text = "x".repeat(10_000);
    expect(stripControls(`\x1b]${text}`).length).toBeGreaterThan(5_000);
  });

  it("keeps a name on its line", () => {
    expect(stripToLine("a\n\tb\x1b[1mc")).toBe("a bc");
  });
});
