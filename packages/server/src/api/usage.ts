import type { ModelUsage } from "@modelfleet/core";

/** One prompt's answers, and what the workers counted for each; absent where a worker does not count. */
interface Counted {
  prompt: number;
  usage: ModelUsage | undefined;
}

export interface ApiUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** The usage of several answers: a prompt that was answered `n` times counts once, as with OpenAI. */
export function totalUsage(answers: readonly Counted[]): ApiUsage {
  const prompts = new Map<number, number>();
  let completion = 0;
  for (const { prompt, usage } of answers) {
    if (!usage) continue;
    prompts.set(prompt, Math.max(prompts.get(prompt) ?? 0, usage.promptTokens));
    completion += usage.completionTokens;
  }
  let prompt = 0;
  for (const tokens of prompts.values()) prompt += tokens;
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

/** Of calls whose workers count nothing. Clients expect the object. */
export const noUsage: Readonly<{ prompt_tokens: number; total_tokens: number }> = { prompt_tokens: 0, total_tokens: 0 };
