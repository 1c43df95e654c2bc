import type { Question } from "../expected-answer.ts";
import type { Way } from "../ledger.ts";

/** A way to ask the fleet. */
export interface Caller {
  way: Way;
  /** The answer's text, piece by piece. Throws what a user of this way would see. */
  chat(question: Question, signal: AbortSignal): AsyncIterable<string>;
  /** The same in one piece. */
  whole(question: Question, signal: AbortSignal): Promise<string>;
  embed(texts: string[], signal: AbortSignal): Promise<number[][]>;
  /** Absent where the way has no such call. */
  count?(text: string, signal: AbortSignal): Promise<number>;
  close(): Promise<void>;
}
