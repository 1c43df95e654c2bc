import { once } from "node:events";
import type { ModelOutput } from "@modelfleet/client";
import { ControlStripper } from "../terminal/control-stripper.ts";
import { sayAside } from "../terminal/talk.ts";
import type { AnswerView } from "./answer-view.ts";

/**
 * Answers as plain text that can only be appended to. Thinking is left out.
 *
 * It is stripped of control sequences here too: pipes mostly end in a terminal.
 */
export class PipeView implements AnswerView {
  readonly #stdout: NodeJS.WriteStream;
  #stripper = new ControlStripper();
  #shown = "";

  constructor(stdout: NodeJS.WriteStream) {
    this.#stdout = stdout;
  }

  show(output: ModelOutput): Promise<void> {
    return this.#write(output.reset ? this.#rewritten(output.text) : this.#stripper.push(output.delta));
  }

  async end(): Promise<void> {
    if (this.#shown !== "" && !this.#shown.endsWith("\n")) await this.#write("\n");
  }

  /** What is out cannot be taken back: where the new text is not just a longer one, it follows as a whole. */
  #rewritten(text: string): string {
    this.#stripper = new ControlStripper();
    const whole = this.#stripper.push(text);
    if (whole.startsWith(this.#shown)) return whole.slice(this.#shown.length);
    // A tail of white space that was cut off is no difference that anyone could see.
    if (this.#shown.trimEnd() === whole.trimEnd()) return "";
    sayAside("The model changed what it had said: its answer follows again as a whole.");
    const apart = this.#shown.endsWith("\n") ? "" : "\n";
    this.#shown = "";
    return apart + whole;
  }

  async #write(text: string): Promise<void> {
    if (text === "") return;
    this.#shown += text;
    if (!this.#stdout.write(text)) await once(this.#stdout, "drain");
  }
}
