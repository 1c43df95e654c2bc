import { InvalidInputError, type ModelMetadata, type ModelRequest } from "@modelfleet/core";
import type { LlamaEmbeddingContext, LlamaRankingContext } from "node-llama-cpp";
import type { EnginePiece } from "../define/engine-definition.ts";
import { type Generator, generate } from "./generate.ts";
import type { Library } from "./load-library.ts";
import { describeFailure, type LoadedModel, loadModel } from "./load-model.ts";
import type { LlamaCppEngineOptions } from "./options.ts";
import { SequencePool } from "./sequence-pool.ts";

const defaultParallel = 4;
/** Models that were trained on very long contexts would take gigabytes for one that nobody asked for. */
const defaultMaxContext = 8192;

/** A loaded model, with what its use needs. */
export class RunningModel {
  readonly #loaded: LoadedModel;
  readonly #options: LlamaCppEngineOptions;
  #generator: Promise<Generator> | undefined;
  #embedder: Promise<LlamaEmbeddingContext> | undefined;
  #ranker: Promise<LlamaRankingContext> | undefined;
  readonly #active: Set<Promise<void>> = new Set();

  private constructor(loaded: LoadedModel, options: LlamaCppEngineOptions) {
    this.#loaded = loaded;
    this.#options = options;
  }

  /** @throws InvalidInputError; nothing is left behind then */
  static async start(library: Library, options: LlamaCppEngineOptions): Promise<RunningModel> {
    const loaded = await loadModel(library, options);
    const running = new RunningModel(loaded, options);
    try {
      if (options.use === "embeddings") await running.#embedding();
      else if (options.use === "rerank") await running.#ranking();
      else await running.#generating();
    } catch (error) {
      await loaded.llama.dispose();
      const reason = describeFailure(library, error, []);
      throw new InvalidInputError(`The model ${options.path} could not be started: ${reason}`, { cause: error });
    }
    return running;
  }

  async *generate(request: ModelRequest, signal: AbortSignal): AsyncGenerator<EnginePiece> {
    const generator = await this.#generating();
    yield* generate(generator, request, signal);
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<number[][]> {
    const embedder = await this.#embedding();
    return this.#each(texts, signal, async (text) => {
      const { vector } = await embedder.getEmbeddingFor(text);
      if (vector.length > 0) return [...vector];
      throw new InvalidInputError("A text is empty, and has no vector: leave it out.");
    });
  }

  /** One document after the other, as the library does too: a caller that gives up ends it after the one under way. */
  async rerank(query: string, documents: readonly string[], signal: AbortSignal): Promise<number[]> {
    const ranker = await this.#ranking();
    return this.#each(documents, signal, (document) => ranker.rank(query, document));
  }

  countTokens(text: string): number {
    return this.#loaded.model.tokenize(text).length;
  }

  async metadata(): Promise<Partial<ModelMetadata>> {
    const { model } = this.#loaded;
    const generator = await this.#generator;
    return {
      label: model.fileInfo.metadata.general?.name,
      description: `${model.typeDescription}, by llama.cpp`,
      contextLength: generator?.context.contextSize ?? model.trainContextSize,
      chatModel: generator !== undefined,
      ...(generator && { prompt: { promptRoles: ["system", "human", "ai"], promptSep: "\n" } }),
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#active);
    await this.#loaded.llama.dispose();
  }

  /** What runs is ended before the memory is given back: the native library would crash the process. */
  async #each<T>(texts: readonly string[], signal: AbortSignal, work: (text: string) => Promise<T>): Promise<T[]> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#active.add(promise);
    try {
      const results: T[] = [];
      for (const text of texts) {
        signal.throwIfAborted();
        results.push(await tooLong(work(text)));
      }
      signal.throwIfAborted();
      return results;
    } finally {
      this.#active.delete(promise);
      resolve();
    }
  }

  #size(): { contextSize: number | { max: number }; batchSize?: number; threads?: number } {
    const { contextLength, batchSize, threads } = this.#options;
    return {
      contextSize: contextLength ?? { max: defaultMaxContext },
      ...(batchSize !== undefined && { batchSize }),
      ...(threads !== undefined && { threads }),
    };
  }

  #generating(): Promise<Generator> {
    this.#generator ??= this.#makeGenerator();
    return this.#generator;
  }

  async #makeGenerator(): Promise<Generator> {
    const { library, model } = this.#loaded;
    const sequences = this.#options.parallel ?? defaultParallel;
    const context = await model.createContext({
      ...this.#size(),
      sequences,
      // A context that was asked for is not made smaller behind the user's back.
      ...(this.#options.contextLength !== undefined && { failedCreationRemedy: false }),
    });
    const chatWrapper = library.resolveChatWrapper(model);
    return {
      loaded: this.#loaded,
      options: this.#options,
      context,
      pool: new SequencePool(context),
      chatWrapper,
      active: this.#active,
    };
  }

  #embedding(): Promise<LlamaEmbeddingContext> {
    this.#embedder ??= this.#loaded.model.createEmbeddingContext(this.#size());
    return this.#embedder;
  }

  #ranking(): Promise<LlamaRankingContext> {
    this.#ranker ??= this.#loaded.model.createRankingContext(this.#size());
    return this.#ranker;
  }
}

/** A text that the context has no room for is the caller's fault, and said as such. */
async function tooLong<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    if (!/context size/i.test(reason)) throw error;
    // Not a failed generation: there is none, and a worker would answer 500 as for a fault of its own.
    throw new InvalidInputError("A text is longer than the model's context: split it.", { cause: error });
  }
}
