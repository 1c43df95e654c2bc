import { type AnswerMessage, tokensPerSecond } from "../chat/conversation.ts";
import type { LiveAnswer } from "../chat/live-answer.ts";

/** What is measured of an answer. What is not known is left out. */
export interface Figures {
  /** Milliseconds until something came. */
  firstTokenMs: number | undefined;
  perSecond: number | undefined;
  /** Milliseconds until the end, or until now. */
  totalMs: number | undefined;
  tokens: number | undefined;
  /** Counted here and not by the worker: pieces of a stream are about as many as tokens. */
  estimated: boolean;
}

/** Of an answer that has ended, as the worker counted it; one that was stopped has no count of its own. */
export function figuresOf(message: AnswerMessage): Figures {
  const estimated = message.completionTokens === undefined && message.pieces !== undefined;
  const tokens = message.completionTokens ?? message.pieces;
  return {
    firstTokenMs: message.firstTokenMs,
    perSecond: tokensPerSecond({ ...message, completionTokens: tokens }),
    totalMs: message.durationMs,
    tokens,
    estimated,
  };
}

/** Of an answer that is coming. */
export function liveFigures({ firstTokenMs, pieces }: LiveAnswer, elapsedMs: number): Figures {
  const seconds = firstTokenMs === undefined ? 0 : (elapsedMs - firstTokenMs) / 1_000;
  return {
    firstTokenMs,
    // The first moments would give any number.
    perSecond: pieces > 1 && seconds >= 0.25 ? (pieces - 1) / seconds : undefined,
    totalMs: elapsedMs,
    tokens: pieces > 0 ? pieces : undefined,
    estimated: true,
  };
}

export type Measure = "firstTokenMs" | "perSecond" | "totalMs";

const betterIs: Record<Measure, "lower" | "higher"> = {
  firstTokenMs: "lower",
  perSecond: "higher",
  totalMs: "lower",
};

/** The best value of a measure; `undefined` where there are not two to choose from, or all are the same. */
export function bestOf(measure: Measure, answers: readonly (AnswerMessage | undefined)[]): number | undefined {
  const values = answers
    .filter((answer) => answer?.state === "complete")
    .map((answer) => figuresOf(answer as AnswerMessage)[measure])
    .filter((value) => value !== undefined);
  if (new Set(values).size < 2) return undefined;
  return betterIs[measure] === "lower" ? Math.min(...values) : Math.max(...values);
}
