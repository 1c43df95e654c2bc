import { expect, test } from "vitest";
import { keyCaps } from "../src/design/key-caps.ts";
import { keysOf } from "../src/state/shortcuts.ts";

const press = (
  key: string,
  code: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "shiftKey" | "altKey", boolean>> = {},
) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test("keys have one name on every machine", () => {
  expect(keysOf(press("k", "KeyK", { ctrlKey: true }), false)).toBe("mod+k");
  expect(keysOf(press("k", "KeyK", { metaKey: true }), true)).toBe("mod+k");
  expect(keysOf(press("K", "KeyK", { ctrlKey: true, shiftKey: true }), false)).toBe("mod+shift+k");
  // Option gives another character on a Mac.
  expect(keysOf(press("¡", "Digit1", { altKey: true }), true)).toBe("alt+1");
  expect(keysOf(press("Escape", "Escape"), false)).toBe("escape");
  expect(keysOf(press("?", "Slash", { shiftKey: true }), false)).toBe("?");
});

test("they are shown as they stand on the keys", () => {
  expect(keyCaps("mod+shift+k", true)).toEqual(["⌘", "⇧", "K"]);
  expect(keyCaps("mod+shift+k", false)).toEqual(["Ctrl", "Shift", "K"]);
});
