import type { WriteStream } from "node:tty";
import { styleText } from "node:util";

export type MarkdownFormat = "bold" | "dim" | "italic" | "underline" | "strikethrough" | "cyan";

/** How Markdown looks where it is shown. */
export interface MarkdownStyle {
  /** Without colours the marks of Markdown stay, since nothing else would tell what they told. */
  colors: boolean;
  paint: (format: MarkdownFormat | MarkdownFormat[], text: string) => string;
}

/** For a stream that is a terminal; `NO_COLOR` holds for it. */
export function markdownStyleFor(stream: NodeJS.WriteStream): MarkdownStyle {
  const paint: MarkdownStyle["paint"] = (format, text) => styleText(format, text, { stream: stream as WriteStream });
  return { colors: paint("bold", "x") !== "x", paint };
}
