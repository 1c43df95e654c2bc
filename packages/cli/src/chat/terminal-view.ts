import { once } from "node:events";
import type { ModelOutput } from "@modelfleet/client";
import { ControlStripper } from "../terminal/control-stripper.ts";
import { rowsOf } from "../terminal/rows.ts";
import { style } from "../terminal/style.ts";
import { sayAside } from "../terminal/talk.ts";
import { textWidthFor } from "../terminal/text-width.ts";
import { sayNotes } from "./answer-notes.ts";
import type { AnswerView } from "./answer-view.ts";

/** Answers on a terminal: thinking first and dimmed, and what the model takes back is taken off the screen. */
export class TerminalView implements AnswerView {
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  #stripper = new ControlStripper();
  readonly #thinkingStripper = new ControlStripper();
  /** What stands on the screen of the answer, and of the thinking. */
  #shown = "";
  #thinking = "";
  #last: ModelOutput | undefined;

  constructor(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream) {
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  async show(output: ModelOutput): Promise<void> {
    this.#last = output;
    this.#showThinking(output);
    if (output.reset) await this.#rewrite(output.text);
    else await this.#write(this.#stripper.push(output.delta));
  }

  end(): void {
    this.#endThinking();
    if (this.#shown !== "" && !this.#shown.endsWith("\n")) this.#stdout.write("\n");
    sayNotes(this.#last);
  }

  /** Thinking is talk, not data. It is only shown live: once the answer has begun, it would tear it apart. */
  #showThinking({ thinking, thinkingDelta, reset }: ModelOutput): void {
    if (!thinkingDelta || this.#shown !== "" || !this.#stderr.isTTY) return;
    // Of a thought that was rewritten only the end is new, and nobody reads it for its letter.
    if (reset && thinking !== undefined && !thinking.startsWith(this.#thinking)) return;
    const text = this.#thinkingStripper.push(reset ? thinkingDelta.slice(this.#thinking.length) : thinkingDelta);
    this.#thinking += text;
    this.#stderr.write(style("dim", text, this.#stderr));
  }

  #endThinking(): void {
    if (this.#thinking === "" || this.#shown !== "") return;
    this.#stderr.write(this.#thinking.endsWith("\n") ? "\n" : "\n\n");
  }

  async #write(text: string): Promise<void> {
    if (text === "") return;
    this.#endThinking();
    this.#shown += text;
    if (!this.#stdout.write(text)) await once(this.#stdout, "drain");
  }

  async #rewrite(text: string): Promise<void> {
    this.#stripper = new ControlStripper();
    const whole = this.#stripper.push(text);
    if (whole.startsWith(this.#shown)) return this.#write(whole.slice(this.#shown.length));
    if (!(await this.#erase())) {
      if (!this.#shown.endsWith("\n")) this.#stdout.write("\n");
      sayAside("The model changed what it had said. Its whole answer:");
    }
    this.#shown = whole;
    this.#stdout.write(whole);
  }

  /** Puts the cursor back to where the answer begins, unless that has scrolled away. */
  async #erase(): Promise<boolean> {
    const { columns, rows } = this.#stdout;
    const height = rowsOf(this.#shown, columns, await textWidthFor([this.#shown]));
    if (process.env.TERM === "dumb" || height > rows) return false;
    const up = height > 1 ? `\x1b[${height - 1}A` : "";
    this.#stdout.write(`\r${up}\x1b[J`);
    return true;
  }
}
