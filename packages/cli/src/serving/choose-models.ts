import { checkModels } from "./check-models.ts";
import { readModelSpec } from "./model-spec.ts";
import { checkOllamaModels, modelsOfOllama } from "./ollama.ts";
import { ollamaUrl } from "./ollama-url.ts";
import type { ServedModel } from "./served-model.ts";

export interface ChosenModels {
  models: readonly ServedModel[];
  /** Why these, where nobody named them. */
  reason?: string;
}

/**
 * The models that `--model` names, else those of the configuration, else what can be had without asking for anything: a
 * running Ollama's, or the built-in ones. They are looked at, not loaded.
 *
 * @throws CommandError for what cannot be served
 */
export async function chooseModels(
  specs: readonly string[],
  configured: readonly ServedModel[],
  signal: AbortSignal,
): Promise<ChosenModels> {
  if (specs.length > 0) {
    const models = specs.flatMap(readModelSpec);
    await checkModels(models);
    return { models: await checkOllamaModels(models, signal) };
  }
  if (configured.length > 0) {
    await checkModels(configured);
    return { models: configured };
  }
  const ollamas = await modelsOfOllama(signal);
  if (ollamas.length > 0)
    return { models: ollamas, reason: `No --model was given, and Ollama runs at ${ollamaUrl()}.` };
  return {
    models: readModelSpec("builtin"),
    reason: `No --model was given, and no Ollama with models at ${ollamaUrl()}: serving what is built in.`,
  };
}
