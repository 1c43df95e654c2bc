import type { Caller } from "./callers/caller.ts";
import { answerOf, type Question, textsOf, vectorOf, type WorkerKind, workerKinds } from "./expected-answer.ts";
import type { Entry } from "./ledger.ts";

type Result = Pick<Entry, "kind" | "outcome" | "worker" | "detail">;

export interface ChatOptions {
  /** How long the whole of it may take before it counts as hung, in milliseconds. */
  limitMs: number;
  /** Gives up after so many pieces. */
  cancelAfter?: number | undefined;
  /** Called when it gives up. */
  onCancel?: ((id: string) => void) | undefined;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300);

/** A signal that is let go of with its request, where `AbortSignal.timeout` waits for its time. */
class Limit implements Disposable {
  readonly #given = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#given.abort(new DOMException("It took too long.", "TimeoutError")), ms);
  }

  get signal(): AbortSignal {
    return this.#given.signal;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

const byWorker = <T>(answer: (worker: WorkerKind) => T): { worker: WorkerKind; answer: T }[] =>
  workerKinds.map((worker) => ({ worker, answer: answer(worker) }));

/** Asks once, and says what came of it. */
export async function askChat(caller: Caller, question: Question, options: ChatOptions): Promise<Result> {
  const given = new AbortController();
  using limit = new Limit(options.limitMs);
  const expected = byWorker((worker) => answerOf(question, worker));
  let text = "";
  /** Whose answer it is, once words have come. */
  let worker: WorkerKind | undefined;
  let pieces = 0;
  try {
    for await (const piece of caller.chat(question, AbortSignal.any([given.signal, limit.signal]))) {
      text += piece;
      pieces += 1;
      const begun = expected.find(({ answer }) => answer.startsWith(text));
      if (!begun) return { kind: "chat", outcome: "wrong", worker, detail: `said ${text.slice(-80)}` };
      if (text.length > question.id.length) worker = begun.worker;
      if (pieces === options.cancelAfter) {
        options.onCancel?.(question.id);
        given.abort();
      }
    }
  } catch (error) {
    if (given.signal.aborted) return { kind: "chat", outcome: "cancelled", worker };
    if (limit.signal.aborted)
      return { kind: "chat", outcome: "hung", worker, detail: `${text.length} characters came` };
    return { kind: "chat", outcome: text === "" ? "unanswered" : "cut-with-error", worker, detail: messageOf(error) };
  }
  if (given.signal.aborted) return { kind: "chat", outcome: "cancelled", worker };
  if (expected.some(({ answer }) => answer === text)) return { kind: "chat", outcome: "whole", worker };
  return { kind: "chat", outcome: "wrong", worker, detail: `ended as if whole after ${text.length} characters` };
}

/** A call with one answer, which is the expected one or none. */
async function askOnce<T>(
  kind: Entry["kind"],
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
  expected: readonly { worker?: WorkerKind; answer: T }[],
): Promise<Result> {
  using limit = new Limit(limitMs);
  try {
    const answer = JSON.stringify(await ask(limit.signal));
    const found = expected.find((one) => JSON.stringify(one.answer) === answer);
    if (found) return { kind, outcome: "whole", worker: found.worker };
    return { kind, outcome: "wrong", detail: answer.slice(0, 100) };
  } catch (error) {
    return { kind, outcome: limit.signal.aborted ? "hung" : "unanswered", detail: messageOf(error) };
  }
}

export function askEmbedding(caller: Caller, id: string, limitMs: number): Promise<Result> {
  const texts = textsOf(id);
  const expected = byWorker((worker) => texts.map((text) => vectorOf(text, worker)));
  return askOnce("embed", limitMs, (signal) => caller.embed(texts, signal), expected);
}

export function askWhole(caller: Caller, question: Question, limitMs: number): Promise<Result> {
  const expected = byWorker((worker) => answerOf(question, worker));
  return askOnce("chat", limitMs, (signal) => caller.whole(question, signal), expected);
}

export function askCount(
  count: NonNullable<Caller["count"]>,
  id: string,
  words: number,
  limitMs: number,
): Promise<Result> {
  const text = Array.from({ length: words }, (_, index) => `${id}-${index}`).join(" ");
  // Words are counted alike by all.
  return askOnce("count", limitMs, (signal) => count(text, signal), [{ answer: words }]);
}
