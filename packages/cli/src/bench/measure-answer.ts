import type { Fleet } from "@modelfleet/client";

export interface BenchQuestion {
  model: string;
  prompt: string;
  maxNewTokens: number;
}

/** One answer that came to its end. */
export interface MeasuredAnswer {
  firstTokenMs: number;
  totalMs: number;
  /** By the worker's count; outputs where it does not count. */
  tokens: number;
  /** Between one output with new text and the next. */
  gapsMs: readonly number[];
}

/** Rejects as the fleet does. */
export async function measureAnswer(
  fleet: Fleet,
  { model, prompt, maxNewTokens }: BenchQuestion,
  signal: AbortSignal,
): Promise<MeasuredAnswer> {
  const begunAt = performance.now();
  const gapsMs: number[] = [];
  let firstAt: number | undefined;
  let lastAt = begunAt;
  let outputs = 0;
  let counted: number | undefined;
  for await (const { delta, thinkingDelta, usage } of fleet.chat.stream(
    { model, messages: prompt, maxNewTokens },
    { signal },
  )) {
    counted = usage?.completionTokens ?? counted;
    if (!delta && !thinkingDelta) continue;
    const now = performance.now();
    if (firstAt === undefined) firstAt = now;
    else gapsMs.push(now - lastAt);
    lastAt = now;
    outputs += 1;
  }
  const totalMs = performance.now() - begunAt;
  return { firstTokenMs: (firstAt ?? begunAt + totalMs) - begunAt, totalMs, tokens: counted || outputs, gapsMs };
}
