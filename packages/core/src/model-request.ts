import * as v from "valibot";
import { nameSchema, numberFrom, wholeNumber } from "./bounds.ts";
import { type ModelMessage, messageToWire, modelMessageSchema } from "./model-message.ts";
import { toWire } from "./wire-object.ts";

/**
 * A generation. What is left out is left to the worker.
 *
 * Source: `PromptRequest` in DB-GPT's `model/cluster/base.py`. Fields marked 0.7 are ignored by older workers.
 */
export interface ModelRequest {
  /** The name of the model, without its type. */
  model: string;
  messages: readonly ModelMessage[];
  /** A bare prompt, for models that are not chat models. */
  prompt?: string | undefined;
  /** 0 and up. */
  temperature?: number | undefined;
  /** 0 to 1 (0.7). */
  topP?: number | undefined;
  /** 1 and up (0.7). */
  topK?: number | undefined;
  /** The longest answer, in tokens. */
  maxNewTokens?: number | undefined;
  /** Ends the answer where one of these would appear. Workers before 0.6.1 take one only. */
  stop?: string | readonly string[] | undefined;
  stopTokenIds?: readonly number[] | undefined;
  /** The context to use, in tokens. */
  contextLen?: number | undefined;
  /** -2 to 2 (0.7). */
  presencePenalty?: number | undefined;
  /** -2 to 2 (0.7). */
  frequencyPenalty?: number | undefined;
  /** Whether the answer repeats the prompt; false by default. */
  echo?: boolean | undefined;
  /** Whether the worker sends metrics. */
  metrics?: boolean | undefined;
  /** Whether to treat the model as a chat model (0.7). */
  chatModel?: boolean | undefined;
  /** Names of the request for the worker's own use, such as `user_name`; snake_case, as the wire has them. */
  context?: Record<string, unknown> | undefined;
  /** The span of a trace that the generation belongs to, as `DB-GPT-Trace-Span-Id` has it. */
  spanId?: string | undefined;
}

const optionalPenalty = v.optional(numberFrom(-2, 2));
const optionalFlag = v.optional(v.boolean());
const optionalCount = v.optional(numberFrom(1, Infinity, true));

export const modelRequestSchema: v.GenericSchema<unknown, ModelRequest> = v.strictObject({
  model: nameSchema,
  messages: v.array(modelMessageSchema),
  prompt: v.optional(v.string()),
  temperature: v.optional(numberFrom(0, Infinity)),
  topP: v.optional(numberFrom(0, 1)),
  topK: v.optional(wholeNumber),
  maxNewTokens: optionalCount,
  stop: v.optional(v.union([v.string(), v.array(v.string())])),
  stopTokenIds: v.optional(v.array(wholeNumber)),
  contextLen: optionalCount,
  presencePenalty: optionalPenalty,
  frequencyPenalty: optionalPenalty,
  echo: optionalFlag,
  metrics: optionalFlag,
  chatModel: optionalFlag,
  context: v.optional(v.record(v.string(), v.unknown())),
  spanId: v.optional(v.string()),
});

/** The body of `POST generate_stream` and `generate`. */
export function modelRequestToWire(request: ModelRequest): Record<string, unknown> {
  const { stop } = request;
  return toWire({
    ...request,
    messages: request.messages.map(messageToWire),
    prompt: request.prompt ?? "",
    // One stop string goes as a string, which workers of every version take; an array is a 422 before 0.6.1.
    stop: typeof stop === "string" || !stop ? stop : stop.length > 1 ? stop : stop[0],
    echo: request.echo ?? false,
    // Only version 2 has its prompt built from `messages`; servers up to 0.5 take version 1 otherwise.
    version: "v2",
  });
}
