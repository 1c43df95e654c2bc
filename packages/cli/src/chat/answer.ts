import type { ChatRequest, Fleet } from "@modelfleet/client";
import type { MediaPart, ModelOutput, ModelUsage } from "@modelfleet/core";
import type { AnswerView } from "./answer-view.ts";

/** What came of one question; an error is thrown instead. */
export interface Answer {
  model: string;
  text: string;
  thinking?: string | undefined;
  finishReason?: string | undefined;
  usage?: ModelUsage | undefined;
  media?: readonly MediaPart[] | undefined;
  /** Whether it was stopped from here before its end. */
  stopped: boolean;
  timing: AnswerTiming;
}

/** By the clock of this machine: what a person waits. */
export interface AnswerTiming {
  /** From the question to the first text or thinking, in milliseconds. */
  firstTokenMs?: number | undefined;
  /** From the question to the end, in milliseconds. */
  totalMs: number;
  /** From the first token on; absent where the worker counts no tokens. */
  tokensPerSecond?: number | undefined;
}

/**
 * Streams an answer into a view.
 *
 * @param signal stops the answer: the worker ends the generation, and what came is kept
 * @throws what the generation fails with
 */
export async function streamAnswer(
  fleet: Fleet,
  request: ChatRequest,
  view: AnswerView,
  signal: AbortSignal,
): Promise<Answer> {
  const start = performance.now();
  let firstTokenMs: number | undefined;
  let last: ModelOutput | undefined;
  let stopped = false;
  try {
    for await (const output of fleet.chat.stream(request, { signal })) {
      last = output;
      if (output.delta || output.thinkingDelta) firstTokenMs ??= performance.now() - start;
      await view.show(output);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    stopped = true;
  } finally {
    await view.end();
  }
  const totalMs = performance.now() - start;
  const usage = last?.usage;
  return {
    model: request.model,
    text: last?.text ?? "",
    thinking: last?.thinking || undefined,
    finishReason: last?.finishReason,
    usage,
    media: last?.media,
    stopped,
    timing: { firstTokenMs, totalMs, tokensPerSecond: tokensPerSecond(usage?.completionTokens, totalMs, firstTokenMs) },
  };
}

/** The first token took its own time. An answer that came at once is measured as a whole. */
function tokensPerSecond(tokens: number | undefined, totalMs: number, firstTokenMs = 0): number | undefined {
  if (!tokens) return undefined;
  const streamedMs = totalMs - firstTokenMs;
  const [count, ms] = tokens > 1 && streamedMs >= 10 ? [tokens - 1, streamedMs] : [tokens, totalMs];
  return ms > 0 ? (count * 1000) / ms : undefined;
}
