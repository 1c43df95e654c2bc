const mac: Readonly<Record<string, string>> = { mod: "⌘", shift: "⇧", alt: "⌥", enter: "⏎", escape: "esc" };
const other: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  enter: "Enter",
  escape: "Esc",
};

export const isMac: boolean = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");

/** What stands on the keys of `mod+shift+k`. */
export function keyCaps(keys: string, onMac: boolean = isMac): string[] {
  return keys.split("+").map((key) => (onMac ? mac : other)[key] ?? key.toUpperCase());
}
