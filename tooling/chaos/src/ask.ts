import type { Caller } from "./callers/caller.ts";
import { answerOf, type Question, vectorOf } from "./expected-answer.ts";
import type { Entry } from "./ledger.ts";

type Result = Pick<Entry, "kind" | "outcome" | "detail">;

export interface ChatOptions {
  /** How long the whole of it may take before it counts as hung, in milliseconds. */
  limitMs: number;
  /** Gives up after so many pieces. */
  cancelAfter?: number | undefined;
  /** Called when it gives up. */
  onCancel?: ((id: string) => void) | undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300);

/** Asks once, and says what came of it. */
export async function askChat(caller: Caller, question: Question, options: ChatOptions): Promise<Result> {
  const given = new AbortController();
  const limit = AbortSignal.timeout(options.limitMs);
  const expected = answerOf(question);
  let text = "";
  let pieces = 0;
  try {
    for await (const piece of caller.chat(question, AbortSignal.any([given.signal, limit]))) {
      text += piece;
      pieces += 1;
      if (!expected.startsWith(text)) return { kind: "chat", outcome: "wrong", detail: `said ${text.slice(-80)}` };
      if (pieces === options.cancelAfter) {
        options.onCancel?.(question.id);
        given.abort();
      }
    }
  } catch (error) {
    if (given.signal.aborted) return { kind: "chat", outcome: "cancelled" };
    if (limit.aborted) return { kind: "chat", outcome: "hung", detail: `${text.length} characters came` };
    return { kind: "chat", outcome: text === "" ? "unanswered" : "cut-with-error", detail: messageOf(error) };
  }
  if (given.signal.aborted) return { kind: "chat", outcome: "cancelled" };
  if (text === expected) return { kind: "chat", outcome: "whole" };
  return { kind: "chat", outcome: "wrong", detail: `ended as if whole after ${text.length} of ${expected.length}` };
}

/** A call with one answer, which is the expected one or none. */
async function askOnce<T>(
  kind: Entry["kind"],
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
  expected: T,
): Promise<Result> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const answer = await ask(limit);
    if (JSON.stringify(answer) === JSON.stringify(expected)) return { kind, outcome: "whole" };
    return { kind, outcome: "wrong", detail: JSON.stringify(answer).slice(0, 100) };
  } catch (error) {
    return { kind, outcome: limit.aborted ? "hung" : "unanswered", detail: messageOf(error) };
  }
}

export function askEmbedding(caller: Caller, id: string, limitMs: number): Promise<Result> {
  const texts = [id, `${id} again`];
  return askOnce("embed", limitMs, (signal) => caller.embed(texts, signal), texts.map(vectorOf));
}

export function askWhole(caller: Caller, question: Question, limitMs: number): Promise<Result> {
  return askOnce("chat", limitMs, (signal) => caller.whole(question, signal), answerOf(question));
}

export function askCount(
  count: NonNullable<Caller["count"]>,
  id: string,
  words: number,
  limitMs: number,
): Promise<Result> {
  const text = Array.from({ length: words }, (_, index) => `${id}-${index}`).join(" ");
  return askOnce("count", limitMs, (signal) => count(text, signal), words);
}
