import { emitKeypressEvents } from "node:readline";
import type { Key } from "./top-state.ts";

/** Keys as they are pressed, until it is disposed. Without a terminal to type on there are none. */
export function readKeys(input: NodeJS.ReadStream, onKey: (key: Key) => void): Disposable {
  if (!input.isTTY) return { [Symbol.dispose]() {} };
  const listener = (_text: string | undefined, key: Key): void => {
    for (const each of withEscapeApart(key)) onKey(each);
  };
  const restore = (): void => void input.setRawMode(false);
  emitKeypressEvents(input);
  input.setRawMode(true);
  input.on("keypress", listener).resume();
  process.on("exit", restore);
  return {
    [Symbol.dispose]() {
      process.off("exit", restore);
      input.off("keypress", listener).pause();
      restore();
    },
  };
}

/** Escape with another key right after it is what terminals send for Alt and that key, which means nothing here. */
function withEscapeApart(key: Key): readonly Key[] {
  const [first, second, ...rest] = key.sequence ?? "";
  const twoKeys = first === "\x1b" && second !== undefined && (rest.length === 0 || second === first);
  if (!twoKeys) return [key];
  return [
    { name: "escape", sequence: first },
    { ...key, meta: false, sequence: [second, ...rest].join("") },
  ];
}
