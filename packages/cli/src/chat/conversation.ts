import type { ChatMessage, ChatRequest, Fleet } from "@modelfleet/client";
import type { MediaPart } from "@modelfleet/core";
import { type Answer, streamAnswer } from "./answer.ts";
import type { AnswerView } from "./answer-view.ts";

/** What is sent with every question, beside the conversation. */
export type Sampling = Pick<ChatRequest, "temperature" | "topP" | "maxNewTokens" | "stop">;

export interface Exchange {
  question: string;
  answer: Answer;
}

export interface ConversationOptions {
  model: string;
  system?: string | undefined;
  sampling?: Sampling | undefined;
  /** What the conversation is about: they go with its first question. */
  images?: readonly MediaPart[] | undefined;
}

/** One conversation; each question is sent with all that was said before. */
export class Conversation {
  readonly fleet: Fleet;
  /** Who answers from now on. */
  model: string;
  system: string | undefined;
  readonly sampling: Sampling;
  images: readonly MediaPart[];
  #exchanges: Exchange[] = [];

  constructor(fleet: Fleet, { model, system, sampling = {}, images = [] }: ConversationOptions) {
    this.fleet = fleet;
    this.model = model;
    this.system = system;
    this.sampling = sampling;
    this.images = images;
  }

  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  /** Forgets the oldest questions with their answers, all of them by default. */
  drop(exchanges = this.#exchanges.length): void {
    this.#exchanges = this.#exchanges.slice(exchanges);
  }

  /** What would be sent with this question. */
  messagesWith(question: string, dropped = 0): ChatMessage[] {
    const system: ChatMessage[] = this.system === undefined ? [] : [{ role: "system", content: this.system }];
    const kept = this.#exchanges.slice(dropped);
    const before = kept.flatMap(({ question: asked, answer }, index): ChatMessage[] => [
      this.#asked(asked, index === 0),
      { role: "ai", content: answer.text },
    ]);
    return [...system, ...before, this.#asked(question, kept.length === 0)];
  }

  /**
   * Streams the answer into the view. An answer that was stopped stays in the conversation as far as it came. A question
   * without any answer does not, so that asking it again does not send it twice.
   *
   * @param signal stops the answer: the worker ends the generation
   */
  async ask(question: string, view: AnswerView, signal: AbortSignal): Promise<Answer> {
    const request = { ...this.sampling, model: this.model, messages: this.messagesWith(question) };
    const answer = await streamAnswer(this.fleet, request, view, signal);
    if (answer.text !== "") this.#exchanges.push({ question, answer });
    return answer;
  }

  #asked(question: string, first: boolean): ChatMessage {
    if (!first || this.images.length === 0) return { role: "human", content: question };
    return { role: "human", content: [...this.images, { type: "text", text: question }] };
  }
}
