import { type Fleet, ModelfleetError } from "@modelfleet/client";
import { type ModelMessage, messageText } from "@modelfleet/core";
import type { Conversation } from "./conversation.ts";

/** What a model takes, and what a question would need of it; in tokens. */
export interface ContextSize {
  tokens: number;
  /** Whether the worker counted; otherwise it is a guess by the length. */
  counted: boolean;
  limit: number;
}

/** The context lengths of models, asked for once each. */
export class ContextSizes {
  readonly #fleet: Fleet;
  readonly #limits = new Map<string, Promise<number | undefined>>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** In tokens; `undefined` where the worker does not say. */
  limitOf(model: string): Promise<number | undefined> {
    const known = this.#limits.get(model);
    if (known) return known;
    const limit = this.#fleet.models().then(
      (models) => models.find(({ models: names }) => names.includes(model))?.contextLength,
      // A chat works without: the worker has the last word on what it takes.
      () => undefined,
    );
    this.#limits.set(model, limit);
    return limit;
  }

  /** The size of the conversation with this question, if it is more than the model takes. */
  async excess(
    conversation: Conversation,
    question: string,
    { dropped = 0, signal }: { dropped?: number; signal: AbortSignal },
  ): Promise<ContextSize | undefined> {
    const limit = await this.limitOf(conversation.model);
    if (!limit) return undefined;
    const text = conversation
      .messagesWith(question, dropped)
      .map((message) => messageText(message as ModelMessage))
      .join("\n");
    const available = limit - (conversation.sampling.maxNewTokens ?? 0);
    // No tokenizer makes more tokens of a text than it has bytes: most conversations need no counting.
    if (Buffer.byteLength(text) < available) return undefined;
    const { tokens, counted } = await this.#count(conversation.model, text, signal);
    return tokens >= available ? { tokens, counted, limit } : undefined;
  }

  async #count(model: string, text: string, signal: AbortSignal): Promise<Omit<ContextSize, "limit">> {
    const tokens = await this.#fleet.countTokens({ model, prompt: text }, { signal }).catch(() => -1);
    signal.throwIfAborted();
    return tokens >= 0 ? { tokens, counted: true } : { tokens: guessTokens(text), counted: false };
  }
}

/** Four letters of a Latin script make a token, or one character of Chinese, roughly. */
function guessTokens(text: string): number {
  const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/g)?.length ?? 0;
  return wide + Math.ceil((text.length - wide) / 4);
}

/** Whether a worker refused a conversation for its length. There is no code for it: every engine says it in its own words. */
export function saysTooLong(error: unknown): boolean {
  if (!ModelfleetError.isInstance(error)) return false;
  const isAnswer = error.code === "generation_failed" || error.code === "http_status";
  return (
    isAnswer &&
    /context.{0,40}(length|size|window|full|exceed)|(length|tokens).{0,40}exceed|too many tokens|prompt is too long/i.test(
      error.message,
    )
  );
}
