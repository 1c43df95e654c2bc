import { emitKeypressEvents } from "node:readline";
import type { Key } from "./top-state.ts";

/** Keys as they are pressed, until it is disposed. Without a terminal to type on there are none. */
export function readKeys(input: NodeJS.ReadStream, onKey: (key: Key) => void): Disposable {
  if (!input.isTTY) return { [Symbol.dispose]() {} };
  const listener = (_text: string | undefined, key: Key): void => onKey(key);
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
