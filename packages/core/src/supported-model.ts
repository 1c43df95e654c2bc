import * as v from "valibot";
import { type ParameterDescription, parameterDescriptionSchema } from "./parameter-description.ts";
import { wireObject } from "./wire-object.ts";

/** A model that a worker could start. Source: `SupportedModel` in DB-GPT's `model/base.py`. */
export interface SupportedModel {
  model: string;
  workerType: string;
  path?: string | undefined;
  pathExist: boolean;
  /** Whether it is served by another provider's API. */
  proxy: boolean;
  enabled: boolean;
  params: readonly ParameterDescription[];
  /** From 0.7, such as `hf`, `llama.cpp` or `proxy/openai`. */
  provider?: string | undefined;
  description?: string | undefined;
}

/** What one worker process could start. Source: `WorkerSupportedModel` in DB-GPT's `model/base.py`. */
export interface WorkerSupportedModels {
  host: string;
  port: number;
  models: readonly SupportedModel[];
}

const flag = v.nullish(v.boolean(), false);

export const workerSupportedModelsSchema: v.GenericSchema<unknown, WorkerSupportedModels> = wireObject({
  host: v.string(),
  port: v.number(),
  models: v.array(
    wireObject({
      model: v.string(),
      worker_type: v.nullish(v.string(), "llm"),
      path: v.nullish(v.string()),
      path_exist: flag,
      proxy: flag,
      enabled: flag,
      params: v.nullish(v.array(parameterDescriptionSchema), []),
      provider: v.nullish(v.string()),
      description: v.nullish(v.string()),
    }),
  ),
});
