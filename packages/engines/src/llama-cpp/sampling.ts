import type { ModelRequest } from "@modelfleet/core";
import type { LlamaCompletionGenerationOptions, Token } from "node-llama-cpp";
import type { LlamaCppEngineOptions } from "./options.ts";

/** llama.cpp's own defaults, where node-llama-cpp would take the likeliest token always. */
const defaults = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 } as const;

type Sampling = Pick<
  LlamaCompletionGenerationOptions,
  "temperature" | "topK" | "topP" | "minP" | "seed" | "repeatPenalty" | "customStopTriggers" | "maxTokens"
>;

/** @param room how many tokens of the context the prompt leaves */
export function sampling(request: ModelRequest, options: LlamaCppEngineOptions, room: number): Sampling {
  const { stop, stopTokenIds = [], presencePenalty = 0, frequencyPenalty = 0 } = request;
  const stops = (typeof stop === "string" ? [stop] : (stop ?? [])).filter((one) => one !== "");
  const triggers = [...stops, ...stopTokenIds.map((id) => [id as Token])];
  return {
    temperature: request.temperature ?? options.temperature ?? defaults.temperature,
    topK: request.topK ?? defaults.topK,
    topP: request.topP ?? defaults.topP,
    minP: defaults.minP,
    ...(options.seed !== undefined && { seed: options.seed }),
    // A penalty of 1 is none: what was asked for, and not node-llama-cpp's own.
    repeatPenalty: presencePenalty || frequencyPenalty ? { penalty: 1, presencePenalty, frequencyPenalty } : false,
    ...(triggers.length > 0 && { customStopTriggers: triggers }),
    // Without room it would forget the beginning of the conversation, silently.
    maxTokens: Math.max(1, Math.min(request.maxNewTokens ?? room, room)),
  };
}
