import { InvalidInputError, type ModelWorker } from "@modelfleet/core";
import { defineEngine } from "../define/define-engine.ts";
import { mergeParameters } from "../define/engine-parameters.ts";
import { loadLibrary } from "./load-library.ts";
import { descriptions, type LlamaCppEngineOptions, optionsSchema, parameters } from "./options.ts";
import { RunningModel } from "./running-model.ts";

/**
 * A model in this process, by llama.cpp. Needs the package `node-llama-cpp` (3.x) and a server-side runtime.
 *
 * Answers with the model's own chat template, up to `parallel` at once, batched; keeps each conversation's tokens, so
 * that its next turn starts sooner. Embedding models embed, reranking models rerank.
 *
 * `start` loads the model, and downloads it first if `path` is a `hf:` name.
 *
 * @throws InvalidInputError for options that are wrong; from `start` also for a missing package or file, a file that
 * is no model, and one that the memory has no room for
 */
export function createLlamaCppEngine(options: LlamaCppEngineOptions = {}): ModelWorker {
  const merge = (params: Readonly<Record<string, unknown>>): LlamaCppEngineOptions =>
    mergeParameters("llama-cpp", optionsSchema, parameters, options, params);
  merge({});
  let running: RunningModel | undefined;

  const started = (): RunningModel => {
    if (running) return running;
    throw new InvalidInputError("The engine llama-cpp was not started: call start() first.");
  };

  return defineEngine({
    name: "llama-cpp",
    descriptions,
    now: options.now,
    async start(params) {
      const merged = merge(params);
      running = await RunningModel.start(await loadLibrary(merged.load), merged);
    },
    async stop() {
      const model = running;
      running = undefined;
      await model?.stop();
    },
    // A generator, so that a model that is not there fails where the stream is read.
    async *generate(request, { signal }) {
      yield* started().generate(request, signal);
    },
    embed: (texts, { signal }) => started().embed(texts, signal),
    rerank: (query, documents, { signal }) => started().rerank(query, documents, signal),
    countTokens: (text) => started().countTokens(text),
    metadata: () => started().metadata(),
  });
}
