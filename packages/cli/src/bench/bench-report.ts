import type { BenchResults } from "./bench-results.ts";
import type { LoadPlan } from "./run-load.ts";
import type { SampleSummary } from "./sample.ts";

/** What `bench --json` prints. Times are in milliseconds; null where there were none. */
export interface BenchReport {
  model: string;
  parallel: number;
  maxNewTokens: number;
  seconds: number;
  answered: number;
  failed: number;
  /** Begun, and ended by Ctrl-C. */
  cut: number;
  outputTokens: number;
  /** Of all answers together. */
  tokensPerSecond: number;
  answersPerSecond: number;
  firstTokenMs: SampleSummary | null;
  /** Between an output with new text and the next of the same answer. */
  interTokenMs: SampleSummary | null;
  answerMs: SampleSummary | null;
  /** Of each answer. */
  answerTokensPerSecond: SampleSummary | null;
  errors: { message: string; count: number }[];
}

export function benchReport(
  { question: { model, maxNewTokens }, parallel }: LoadPlan,
  results: BenchResults,
  elapsedMs: number,
): BenchReport {
  const seconds = elapsedMs / 1000;
  const perSecond = (count: number): number => (seconds > 0 ? rounded(count / seconds) : 0);
  const errors = [...results.errors].map(([message, count]) => ({ message, count }));
  return {
    model,
    parallel,
    maxNewTokens,
    seconds: rounded(seconds),
    answered: results.answered,
    failed: results.failed,
    cut: results.cut,
    outputTokens: results.tokens,
    tokensPerSecond: perSecond(results.tokens),
    answersPerSecond: perSecond(results.answered),
    firstTokenMs: results.firstToken.summary(),
    interTokenMs: results.gaps.summary(),
    answerMs: results.answers.summary(),
    answerTokensPerSecond: results.speeds.summary(),
    errors: errors.sort((a, b) => b.count - a.count),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
