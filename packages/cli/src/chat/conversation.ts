import type { ChatMessage, Fleet } from "@modelfleet/client";
import type { AnswerView } from "./answer-view.ts";

/** How an answer ended; an error is thrown instead. */
export type AnswerEnd = "complete" | "stopped";

/** One conversation with one model; each question is sent with all that was said before. */
export class Conversation {
  readonly #fleet: Fleet;
  readonly #model: string;
  readonly #messages: ChatMessage[];

  constructor(fleet: Fleet, model: string, system?: string) {
    this.#fleet = fleet;
    this.#model = model;
    this.#messages = system === undefined ? [] : [{ role: "system", content: system }];
  }

  /**
   * Streams the answer into the view. An answer that was stopped stays in the conversation as far as it came. A question
   * without any answer does not, so that asking it again does not send it twice.
   *
   * @param signal stops the answer: the worker ends the generation
   */
  async ask(question: string, view: AnswerView, signal: AbortSignal): Promise<AnswerEnd> {
    const messages: ChatMessage[] = [...this.#messages, { role: "human", content: question }];
    let text = "";
    let end: AnswerEnd = "complete";
    try {
      for await (const output of this.#fleet.chat.stream({ model: this.#model, messages }, { signal })) {
        text = output.text;
        await view.show(output);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      end = "stopped";
    } finally {
      view.end();
    }
    if (text !== "") this.#messages.push({ role: "human", content: question }, { role: "ai", content: text });
    return end;
  }
}
