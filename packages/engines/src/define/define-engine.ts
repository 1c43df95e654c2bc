import {
  type CallOptions,
  ConnectionError,
  type EmbeddingsRequest,
  eitherSignal,
  InvalidInputError,
  InvalidResponseError,
  type ModelMetadata,
  type ModelWorker,
} from "@modelfleet/core";
import type { EngineCall, EngineDefinition } from "./engine-definition.ts";
import { generationClock } from "./generation-clock.ts";
import { LeavableStream } from "./leavable-stream.ts";
import { streamOutputs, wholeOutput } from "./stream-outputs.ts";

/**
 * A `ModelWorker` of what a model can do: outputs, deltas, metrics, aborts and refusals are taken care of.
 *
 * ```ts
 * const shout = defineEngine({
 *   name: "shout",
 *   async *generate({ messages }) {
 *     for (const message of messages) yield `${messageText(message).toUpperCase()}\n`;
 *   },
 * });
 * ```
 */
export function defineEngine(definition: EngineDefinition): ModelWorker {
  const { name, descriptions = [], now } = definition;
  let running = false;
  let stopped = new AbortController();

  /** The caller's signal, and that of a stop: a model that goes must not be waited for. */
  const callSignal = (signal: AbortSignal | undefined): AbortSignal =>
    signal ? eitherSignal(signal, stopped.signal) : stopped.signal;

  const engineCall = (model: string, options: CallOptions | undefined): EngineCall => {
    const signal = callSignal(options?.signal);
    signal.throwIfAborted();
    return { model, signal, headers: options?.headers };
  };

  const refuse = (what: string): never => {
    throw new InvalidInputError(`The engine ${name} cannot ${what}: ask a model of another type.`);
  };

  /** A wrong number of rows would put scores on the wrong texts further up. */
  const matched = <T>(rows: T[], inputs: readonly string[]): T[] => {
    if (rows.length === inputs.length) return rows;
    throw new InvalidResponseError(`The engine ${name} gave ${rows.length} results for ${inputs.length} inputs.`);
  };

  const vectors = async ({ model, input, query, workerType }: EmbeddingsRequest, options?: CallOptions) => {
    const call = engineCall(model, options);
    if (query !== undefined || workerType === "reranker") {
      const rerank = definition.rerank ?? (() => refuse("rerank"));
      if (query === undefined) throw new InvalidInputError("A reranker needs `query`, which the inputs are scored by.");
      return [matched(await rerank(query, input, call), input)];
    }
    const embed = definition.embed ?? (() => refuse("embed texts"));
    return matched(await embed(input, call), input);
  };

  const engine: ModelWorker = {
    async start(params = {}) {
      // A second start is a restart: what the first one holds must not leak.
      await engine.stop();
      await definition.start?.(params);
      stopped = new AbortController();
      running = true;
    },
    async stop() {
      if (!running) return;
      running = false;
      stopped.abort(new ConnectionError(`The engine ${name} was stopped.`));
      await definition.stop?.();
    },
    generateStream(request, options) {
      const generate = definition.generate ?? (() => refuse("chat"));
      const { model } = request;
      const headers = options?.headers;
      return new LeavableStream(
        (signal) => streamOutputs(generate, request, { model, signal, headers }, now ?? generationClock()),
        callSignal(options?.signal),
      );
    },
    generate: async (request, options) => wholeOutput(engine.generateStream(request, options)),
    embeddings: vectors,
    async countToken({ model, prompt }, options) {
      const call = engineCall(model, options);
      return definition.countTokens ? definition.countTokens(prompt, call) : -1;
    },
    async getModelMetadata({ model }): Promise<ModelMetadata> {
      const chats = definition.generate !== undefined;
      const defaults = { model, models: [model], chatModel: chats, functionCalling: false, metadata: {} };
      return { ...defaults, ...(await definition.metadata?.()) };
    },
    parameterDescriptions: async () => [...descriptions],
  };
  return engine;
}
