import { type CompareColumn, countOwn } from "./comparison.ts";

/** What sets a column apart, in a few words: `brisk:8001, temperature 0.2`. */
export function describeOwn({ own }: CompareColumn): string | undefined {
  if (countOwn(own) === 0) return undefined;
  const { temperature, topP, maxNewTokens, stop } = own.parameters;
  return [
    own.instance && `@ ${own.instance}`,
    temperature !== undefined && `temperature ${temperature}`,
    topP !== undefined && `top_p ${topP}`,
    maxNewTokens !== undefined && `max_new_tokens ${maxNewTokens}`,
    stop && `stop ${JSON.stringify(stop)}`,
    own.system.trim() && "system prompt",
  ]
    .filter(Boolean)
    .join(", ");
}
