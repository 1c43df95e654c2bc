import type { ModelOutput } from "@modelfleet/client";
import { MarkdownStream } from "../markdown/markdown-stream.ts";
import { type MarkdownStyle, markdownStyleFor } from "../markdown/markdown-style.ts";
import { wrap } from "../markdown/wrap.ts";
import { ControlStripper, stripControls } from "../terminal/control-stripper.ts";
import { sayAside } from "../terminal/talk.ts";
import { seconds } from "./answer-timing.ts";
import type { AnswerView } from "./answer-view.ts";
import { LiveRegion } from "./live-region.ts";
import { Throttle } from "./throttle.ts";

export interface TerminalViewOptions {
  /** Thinking stays above the answer; otherwise its end is shown while it lasts, and then a line in its place. */
  showThinking?: boolean | undefined;
  /** How thinking that was folded can be seen. */
  thinkingHint?: string | undefined;
}

/** Of thinking that will be folded, in rows. */
const thinkingRows = 4;

/** Answers on a terminal: Markdown as it streams, and what the model takes back is taken off the screen. */
export class TerminalView implements AnswerView {
  readonly #options: TerminalViewOptions;
  readonly #stdout: NodeJS.WriteStream;
  readonly #region: LiveRegion;
  readonly #style: MarkdownStyle;
  readonly #markdown: MarkdownStream;
  readonly #throttle = new Throttle(() => this.#draw());
  readonly #start = performance.now();
  readonly #onResize = (): void => {
    this.#throttle.request().catch(() => undefined);
  };
  #stripper = new ControlStripper();
  #text = "";
  #thinking = "";
  #thinkingMs: number | undefined;
  #ended = false;

  constructor(stdout: NodeJS.WriteStream, options: TerminalViewOptions = {}) {
    this.#stdout = stdout;
    this.#options = options;
    this.#region = new LiveRegion(stdout);
    this.#style = markdownStyleFor(stdout);
    this.#markdown = new MarkdownStream({ style: this.#style, wrapCode: false });
    stdout.on("resize", this.#onResize);
    this.#onResize();
  }

  async show(output: ModelOutput): Promise<void> {
    this.#thinking = output.thinking ?? this.#thinking;
    if (output.reset) {
      this.#stripper = new ControlStripper();
      await this.#replace(this.#stripper.push(output.text));
    } else this.#text += this.#stripper.push(output.delta);
    if (this.#thinking !== "" && this.#text === "") this.#thinkingMs = performance.now() - this.#start;
    await this.#throttle.request();
  }

  async end(): Promise<void> {
    this.#stdout.off("resize", this.#onResize);
    this.#ended = true;
    await this.#throttle.end();
    await this.#region.end();
  }

  #draw(): Promise<void> {
    return this.#region.show(this.#lines());
  }

  #lines(): readonly string[] {
    // One column is left free: what terminals do after a character in the last one differs.
    const width = Math.max(1, this.#region.columns - 1);
    const answer = this.#text.trim() === "" ? [] : this.#markdown.lines(this.#text, width);
    const thinking = this.#thinkingLines(width, answer.length > 0 || this.#ended);
    if (thinking.length > 0 && answer.length > 0) return [...thinking, "", ...answer];
    if (thinking.length + answer.length > 0 || this.#ended) return [...thinking, ...answer];
    return [this.#style.paint("dim", "…")];
  }

  #thinkingLines(width: number, over: boolean): string[] {
    if (this.#thinking === "") return [];
    const { showThinking = false, thinkingHint } = this.#options;
    const dim = (line: string): string => this.#style.paint("dim", line);
    if (over && !showThinking) {
      const hint = thinkingHint === undefined ? "" : ` · ${thinkingHint}`;
      return [dim(`thought for ${seconds(this.#thinkingMs ?? 0)}${hint}`)];
    }
    const thought = stripControls(this.#thinking).trim();
    if (showThinking) return wrap(thought, width).map(dim);
    // Its end fills a few rows; all that stands before is not worth wrapping.
    const shown = wrap(thought.slice(-width * thinkingRows), width).slice(-thinkingRows);
    return [dim("thinking…"), ...shown.map(dim)];
  }

  /** A change that has scrolled off the screen cannot be shown in its place. */
  async #replace(text: string): Promise<void> {
    const before = this.#text;
    this.#text = text;
    if (text.startsWith(before) || this.#region.canShow(this.#lines())) return;
    await this.#region.end();
    sayAside("The model changed what it had said. Its whole answer:");
  }
}
