import type { ModelOutput } from "@modelfleet/client";
import type { AnswerView } from "./answer-view.ts";

/** Keeps what an answer has said until it is its turn to be shown, and then shows it as it comes. */
export class HeldView implements AnswerView {
  #view: AnswerView | undefined;
  #last: ModelOutput | undefined;
  #ended = false;

  async show(output: ModelOutput): Promise<void> {
    this.#last = output;
    await this.#view?.show(output);
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#view?.end();
  }

  /** It is its turn. */
  async release(view: AnswerView): Promise<void> {
    const last = this.#last;
    // If it ends from here on, the view is told by `end`.
    const ended = this.#ended;
    this.#view = view;
    if (last) await view.show({ ...last, delta: last.text, thinkingDelta: last.thinking, reset: true });
    if (ended) await view.end();
  }
}
