import { setTimeout as delay } from "node:timers/promises";
import type { Fleet } from "@modelfleet/client";
import type { BenchResults } from "./bench-results.ts";
import { type BenchQuestion, measureAnswer } from "./measure-answer.ts";

export interface LoadPlan {
  question: BenchQuestion;
  parallel: number;
  /** How many questions in all; without end, if a time is set. */
  total: number;
  /** After this time no question is asked any more; those under way are waited for. */
  durationMs: number;
}

const afterFailureMs = 100;

/** Asks the same again and again, so many at once. Resolves when the load is over, or was aborted. */
export async function runLoad(
  fleet: Fleet,
  { question, parallel, total, durationMs }: LoadPlan,
  results: BenchResults,
  signal: AbortSignal,
): Promise<void> {
  const endsAt = performance.now() + durationMs;
  let asked = 0;
  const lane = async (): Promise<void> => {
    while (asked < total && performance.now() < endsAt && !signal.aborted) {
      asked += 1;
      results.running += 1;
      try {
        results.add(await measureAnswer(fleet, question, signal));
      } catch (error) {
        if (signal.aborted) results.cut += 1;
        else results.fail(error);
        // A model that fails at once is not to be hammered.
        await delay(afterFailureMs, undefined, { signal }).catch(() => {});
      } finally {
        results.running -= 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, total) }, lane));
}
