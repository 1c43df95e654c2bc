import type { ModelOutput } from "@modelfleet/client";
import { MarkdownStream } from "../markdown/markdown-stream.ts";
import type { MarkdownStyle } from "../markdown/markdown-style.ts";
import { wrapVerbatim } from "../markdown/wrap.ts";
import { ControlStripper, stripControls, stripToLine } from "../terminal/control-stripper.ts";
import type { Answer } from "./answer.ts";
import { describeTiming, seconds } from "./answer-timing.ts";

/** How a column's answer ended. */
export type ColumnEnd = { answer: Answer } | { error: string };

/** One of several answers that are shown side by side. */
export class CompareColumn {
  readonly model: string;
  readonly #raw: boolean;
  readonly #markdown: MarkdownStream;
  readonly #start = performance.now();
  #stripper = new ControlStripper();
  #text = "";
  #thinks = false;
  #firstTokenMs: number | undefined;
  #end: ColumnEnd | undefined;
  #rendered: { text: string; width: number; lines: readonly string[] } | undefined;

  constructor(model: string, style: MarkdownStyle, raw: boolean) {
    this.model = stripToLine(model);
    this.#raw = raw;
    this.#markdown = new MarkdownStream({ style, wrapCode: true });
  }

  show({ text, delta, thinking, reset }: ModelOutput): void {
    if (reset) {
      this.#stripper = new ControlStripper();
      this.#text = this.#stripper.push(text);
    } else this.#text += this.#stripper.push(delta);
    this.#thinks = !!thinking && this.#text === "";
    if (text || thinking) this.#firstTokenMs ??= performance.now() - this.#start;
  }

  finish(end: ColumnEnd): void {
    this.#end = end;
  }

  lines(width: number): readonly string[] {
    const text = this.#text;
    if (this.#rendered?.text === text && this.#rendered.width === width) return this.#rendered.lines;
    const lines = this.#raw
      ? wrapVerbatim(text.replaceAll("\t", "    ").trimEnd(), width)
      : this.#markdown.lines(text, width);
    this.#rendered = { text, width, lines };
    return lines;
  }

  /** What there is to say below the answer. */
  state(): string {
    const end = this.#end;
    if (end && "error" in end) return `error: ${stripControls(end.error)}`;
    if (end) return `${end.answer.stopped ? "stopped · " : ""}${describeTiming(end.answer)}`;
    if (this.#firstTokenMs === undefined) return "…";
    return `${this.#thinks ? "thinking… · " : ""}first token after ${seconds(this.#firstTokenMs)}`;
  }
}
