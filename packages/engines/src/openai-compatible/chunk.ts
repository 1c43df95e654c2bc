import type { ModelUsage } from "@modelfleet/core";
import * as v from "valibot";
import type { EnginePiece } from "../define/engine-definition.ts";

const text = v.nullish(v.string());
const count = v.nullish(v.number(), 0);

const usageSchema = v.object({ prompt_tokens: count, completion_tokens: count, total_tokens: v.nullish(v.number()) });

/** A chunk of a streamed chat or completion, as far as it is used. Upstreams differ in everything else. */
export const chunkSchema: v.GenericSchema<unknown, Chunk> = v.object({
  choices: v.nullish(
    v.array(
      v.object({
        delta: v.nullish(v.object({ content: text, reasoning_content: text, reasoning: text })),
        text,
        finish_reason: text,
      }),
    ),
  ),
  usage: v.nullish(usageSchema),
  error: v.nullish(v.union([v.string(), v.object({ message: text, code: v.unknown() })])),
});

export interface Chunk {
  choices?:
    | {
        delta?:
          | {
              content?: Text /** DeepSeek, vLLM, SGLang. */;
              reasoning_content?: Text /** Ollama, OpenRouter. */;
              reasoning?: Text;
            }
          | null
          | undefined;
        text?: Text;
        finish_reason?: Text;
      }[]
    | null
    | undefined;
  usage?:
    | { prompt_tokens: number; completion_tokens: number; total_tokens?: number | null | undefined }
    | null
    | undefined;
  /** A failure after the answer had begun. */
  error?: string | { message?: Text; code?: unknown } | null | undefined;
}

type Text = string | null | undefined;

function readUsage(usage: NonNullable<Chunk["usage"]>): ModelUsage {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, total_tokens: total } = usage;
  return { promptTokens, completionTokens, totalTokens: total ?? promptTokens + completionTokens };
}

/** What a chunk adds to the answer. */
export function chunkPiece({ choices, usage }: Chunk): EnginePiece {
  const choice = choices?.[0];
  const delta = choice?.delta;
  return {
    text: delta?.content ?? choice?.text ?? undefined,
    thinking: delta?.reasoning_content ?? delta?.reasoning ?? undefined,
    finishReason: choice?.finish_reason ?? undefined,
    usage: usage ? readUsage(usage) : undefined,
  };
}
