import * as v from "valibot";
import { wireObject } from "./wire-object.ts";

/** How a model wants its prompt. */
export interface PromptMetadata {
  /** The roles that the model's template knows. */
  promptRoles: readonly string[];
  /** What stands between two rounds. */
  promptSep: string;
  promptChatTemplate?: string | undefined;
}

/**
 * What a worker says of its model.
 *
 * Source: `ModelMetadata` in DB-GPT's `core/interface/llm.py`, of all versions: `is_function_calling_model` became
 * `function_calling` in 0.7, and `model` may be a list there, of which the first is the name.
 */
export interface ModelMetadata {
  model: string;
  /** Every name of the model, `model` first. */
  models: readonly string[];
  label?: string | undefined;
  /** In tokens. */
  contextLength?: number | undefined;
  /** In tokens. */
  maxOutputLength?: number | undefined;
  description?: string | undefined;
  link?: string | undefined;
  chatModel: boolean;
  functionCalling: boolean;
  metadata: Record<string, unknown>;
  /** Absent where the worker does not say. */
  prompt?: PromptMetadata | undefined;
}

const flag = v.nullish(v.boolean());

export const modelMetadataSchema: v.GenericSchema<unknown, ModelMetadata> = v.pipe(
  wireObject({
    model: v.union([
      v.string(),
      v.pipe(
        v.array(v.string()),
        v.check((names) => names.length > 0, "must name the model"),
      ),
    ]),
    label: v.nullish(v.string()),
    context_length: v.nullish(v.number()),
    max_output_length: v.nullish(v.number()),
    description: v.nullish(v.string()),
    link: v.nullish(v.string()),
    chat_model: flag,
    function_calling: flag,
    is_function_calling_model: flag,
    metadata: v.nullish(v.record(v.string(), v.unknown()), {}),
    ext_metadata: v.nullish(
      wireObject({
        prompt_roles: v.nullish(v.array(v.string()), ["system", "human", "ai"]),
        prompt_sep: v.nullish(v.string(), "\n"),
        prompt_chat_template: v.nullish(v.string()),
      }),
    ),
  }),
  v.transform(({ model, chatModel, functionCalling, isFunctionCallingModel, extMetadata, ...rest }): ModelMetadata => {
    const models = typeof model === "string" ? [model] : model;
    return {
      ...rest,
      model: models[0] as string,
      models,
      chatModel: chatModel ?? true,
      functionCalling: functionCalling ?? isFunctionCallingModel ?? false,
      prompt: extMetadata,
    };
  }),
);
