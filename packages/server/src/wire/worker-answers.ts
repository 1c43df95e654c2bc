import {
  type ModelMetadata,
  type ParameterDescription,
  type SupportedModel,
  toWire,
  type WorkerApplyOutput,
  type WorkerSupportedModels,
} from "@modelfleet/core";
import type { WireGeneration } from "./wire-generation.ts";

/** The answer of `POST model_metadata`. */
export function metadataRow(metadata: ModelMetadata, generation: WireGeneration): Record<string, unknown> {
  const { model, models, functionCalling, prompt, ...rest } = metadata;
  const common = {
    model,
    contextLength: metadata.contextLength,
    chatModel: metadata.chatModel,
    metadata: metadata.metadata,
    // Python makes an object of it where the key is there at all.
    extMetadata: prompt && toWire(prompt),
  };
  if (generation === "common") return toWire(common);
  if (generation === "0.6") return toWire({ ...common, isFunctionCallingModel: functionCalling });
  return toWire({ ...rest, ...common, model: models.length > 1 ? models : model, functionCalling });
}

/**
 * Of a module that every version of DB-GPT has, and of a name that it lacks: `dbgpt model start` then makes its options
 * of the rows. Without a class, or of a module that cannot be imported, it crashes.
 */
const noClass = "dbgpt.model.parameter.ModelfleetParameters";

/** A row of `GET parameter/descriptions`. */
export function descriptionRow(row: ParameterDescription, generation: WireGeneration): Record<string, unknown> {
  const { paramName, paramType, paramClass, required, description, defaultValue, validValues, extMetadata } = row;
  const common = {
    param_name: paramName,
    param_type: paramType ?? null,
    param_class: paramClass ?? noClass,
    required,
    description: description ?? null,
    default_value: defaultValue ?? null,
    valid_values: validValues ?? null,
    ext_metadata: extMetadata ?? null,
  };
  if (generation !== "0.7") return common;
  const nested = Object.entries(row.nestedFields ?? {}).map(([variant, rows]) => [
    variant,
    rows.map((field) => descriptionRow(field, generation)),
  ]);
  return {
    ...common,
    is_array: row.isArray,
    label: row.label ?? paramName,
    nested_fields: row.nestedFields ? Object.fromEntries(nested) : null,
  };
}

/** A row of `GET models/supports`. Clients up to 0.6 miss every key that is not there. */
export function supportsRow(worker: WorkerSupportedModels, generation: WireGeneration): Record<string, unknown> {
  const { host, port, models } = worker;
  return { host, port, models: models.map((model) => supportedModelRow(model, generation)) };
}

function supportedModelRow(row: SupportedModel, generation: WireGeneration): Record<string, unknown> {
  const common = {
    model: row.model,
    path: row.path ?? null,
    worker_type: row.workerType,
    path_exist: row.pathExist,
    proxy: row.proxy,
    enabled: row.enabled,
    params: row.params.map((param) => descriptionRow(param, generation)),
  };
  if (generation !== "0.7") return common;
  return { ...common, provider: row.provider ?? null, description: row.description ?? null };
}

/** The answer of `POST apply`. */
export function applyRow({ message, success, timecost }: WorkerApplyOutput): Record<string, unknown> {
  return { message, success, timecost };
}
