import * as v from "valibot";
import { wholeNumber } from "./bounds.ts";
import { type MediaPart, type WireContentPart, wireContentPartSchema } from "./media.ts";
import { readResponse } from "./validation.ts";
import { wireObject } from "./wire-object.ts";

/** Counts of tokens. */
export interface ModelUsage {
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
}

/**
 * How a generation runs, as the worker measured it. Times are in milliseconds since the epoch, by the worker's clock.
 *
 * Source: `ModelInferenceMetrics` in DB-GPT's `core/interface/llm.py`.
 */
export interface ModelMetrics {
  collectIndex?: number | undefined;
  startTimeMs?: number | undefined;
  endTimeMs?: number | undefined;
  currentTimeMs?: number | undefined;
  firstTokenTimeMs?: number | undefined;
  firstCompletionTimeMs?: number | undefined;
  firstCompletionTokens?: number | undefined;
  promptTokens?: number | undefined;
  completionTokens?: number | undefined;
  totalTokens?: number | undefined;
  /** Tokens per second over the whole generation. */
  speedPerSecond?: number | undefined;
  prefillTokensPerSecond?: number | undefined;
  decodeTokensPerSecond?: number | undefined;
  /** GPU rows as the worker sends them. */
  currentGpuInfos?: readonly unknown[] | undefined;
  avgGpuInfos?: readonly unknown[] | undefined;
}

/** What one frame says, both generations of the wire folded into one. */
export interface ModelOutputContent {
  /** The whole answer so far, thinking excluded. */
  text: string;
  /** The whole thinking so far, where the model thinks. */
  thinking?: string | undefined;
  /** Images, audio and video of this frame. */
  media?: readonly MediaPart[] | undefined;
  /** 0, or the error that the worker reports; `text` is then its message. */
  errorCode: number;
  /** Why the generation ended, such as `stop` or `length`; set in the last frame where the worker says it at all. */
  finishReason?: string | undefined;
  usage?: ModelUsage | undefined;
  metrics?: ModelMetrics | undefined;
  /** What the worker says of the prompt, as it sends it. */
  modelContext?: Record<string, unknown> | undefined;
}

/**
 * One step of a streamed answer, or a whole one.
 *
 * The deltas since the last reset, concatenated, equal `text`; so do the thinking deltas and `thinking`.
 */
export interface ModelOutput extends ModelOutputContent {
  /** The new text since the output before this one. */
  delta: string;
  /** The new thinking since the output before this one. */
  thinkingDelta?: string | undefined;
  /**
   * The worker changed text or thinking that it had sent before: `delta` and `thinkingDelta` are then the whole of
   * each. A reader that can only append, such as SSE, appends what follows the longest common prefix of the text before
   * and the new one, and keeps the words that were taken back.
   */
  reset?: true | undefined;
}

const number = v.nullish(v.number());
const count = v.nullish(v.number(), 0);

const usageSchema = v.pipe(
  wireObject({ prompt_tokens: count, completion_tokens: count, total_tokens: number }),
  v.transform(
    ({ promptTokens, completionTokens, totalTokens }): ModelUsage => ({
      promptTokens,
      completionTokens,
      totalTokens: totalTokens ?? promptTokens + completionTokens,
    }),
  ),
);

const metricsSchema = wireObject({
  collect_index: number,
  start_time_ms: number,
  end_time_ms: number,
  current_time_ms: number,
  first_token_time_ms: number,
  first_completion_time_ms: number,
  first_completion_tokens: number,
  prompt_tokens: number,
  completion_tokens: number,
  total_tokens: number,
  speed_per_second: number,
  prefill_tokens_per_second: number,
  decode_tokens_per_second: number,
  current_gpu_infos: v.nullish(v.array(v.unknown())),
  avg_gpu_infos: v.nullish(v.array(v.unknown())),
});

/**
 * The last text part and the last thinking part are the answer's, as in upstream's `ModelOutput.text` and
 * `ModelOutput.thinking_text`; everything else is media.
 */
function fold(parts: readonly WireContentPart[]): Pick<ModelOutputContent, "text" | "thinking" | "media"> {
  let text = "";
  let thinking: string | undefined;
  let media: MediaPart[] | undefined;
  for (const { type, object } of parts) {
    if (type === "text") text = object.data;
    else if (type === "thinking") thinking = object.data;
    else {
      media ??= [];
      media.push({ type, data: object.data, format: object.format });
    }
  }
  return { text, thinking, media };
}

/**
 * A frame of either generation: `text` up to 0.6, `content` (a part or an array of parts) from 0.7.
 *
 * Source: `ModelOutput` in DB-GPT's `core/interface/llm.py`, tags 0.5.0 to 0.8.2.
 */
export const modelOutputSchema: v.GenericSchema<unknown, ModelOutputContent> = v.pipe(
  v.object({
    text: v.nullish(v.string()),
    content: v.nullish(v.union([v.array(wireContentPartSchema), wireContentPartSchema])),
    error_code: wholeNumber,
    finish_reason: v.nullish(v.string()),
    usage: v.nullish(usageSchema),
    metrics: v.nullish(metricsSchema),
    model_context: v.nullish(v.record(v.string(), v.unknown())),
  }),
  v.check((frame) => typeof frame.text === "string" || !!frame.content, "neither text nor content"),
  v.transform((frame): ModelOutputContent => {
    const { text, content } = frame;
    const folded = content
      ? fold(Array.isArray(content) ? content : [content])
      : { text: text ?? "", thinking: undefined, media: undefined };
    return {
      ...folded,
      errorCode: frame.error_code,
      finishReason: frame.finish_reason ?? undefined,
      usage: frame.usage ?? undefined,
      metrics: frame.metrics ?? undefined,
      modelContext: frame.model_context ?? undefined,
    };
  }),
);

/**
 * Reads a frame, or the whole answer of `generate`.
 *
 * @param what names it in the error
 * @throws InvalidResponseError
 */
export function readModelOutput(value: unknown, what: string): ModelOutputContent {
  return readResponse(modelOutputSchema, value, what);
}
