import type { WriteStream } from "node:tty";
import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Styles for a stream that is a terminal; elsewhere, or with `NO_COLOR`, the text as it is. */
export function style(format: Style | Style[], text: string, stream: NodeJS.WriteStream): string {
  return styleText(format, text, { stream: stream as WriteStream });
}
