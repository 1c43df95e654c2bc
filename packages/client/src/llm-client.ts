import {
  type CallOptions,
  checkInput,
  defaultMessageConverter,
  type MessageConverter,
  type ModelMetadata,
  type ModelOutput,
  type ModelRequest,
  modelRequestSchema,
  splitWorkerKey,
  type WorkerManager,
  type WorkerManagerFactory,
} from "@modelfleet/core";
import { MetadataCache } from "./metadata-cache.ts";
import { OutputStream } from "./output-stream.ts";

export interface GenerateOptions extends CallOptions {
  /** Used in place of the client's own conversion. */
  messageConverter?: MessageConverter | undefined;
}

/** Source: `LLMClient` in DB-GPT's `core/interface/llm.py`. */
export interface LLMClient {
  /** The whole answer. A failed generation is an output with an `errorCode`. */
  generate(request: ModelRequest, options?: GenerateOptions): Promise<ModelOutput>;
  /** The answer as it comes. Leaving the loop, or aborting the signal, ends the generation. */
  generateStream(request: ModelRequest, options?: GenerateOptions): AsyncIterable<ModelOutput>;
  /** The metadata of each model that has a healthy instance, once, sorted by name. */
  models(options?: CallOptions): Promise<ModelMetadata[]>;
  /** The number of tokens; -1 where the worker has no tokenizer. */
  countToken(model: string, prompt: string, options?: CallOptions): Promise<number>;
}

export interface DefaultLLMClientOptions {
  /** Whether messages are fitted to what the model takes: see `defaultMessageConverter`. True by default. */
  autoConvertMessages?: boolean | undefined;
}

/**
 * An LLM client over a worker manager.
 *
 * Source: `DefaultLLMClient` in DB-GPT's `model/cluster/client.py`.
 */
export class DefaultLLMClient implements LLMClient {
  readonly workerManager: WorkerManager;
  readonly #converter: MessageConverter | undefined;
  readonly #metadata: MetadataCache;

  constructor(workerManager: WorkerManager | WorkerManagerFactory, options: DefaultLLMClientOptions = {}) {
    this.workerManager = "create" in workerManager ? workerManager.create() : workerManager;
    this.#converter = (options.autoConvertMessages ?? true) ? defaultMessageConverter : undefined;
    this.#metadata = new MetadataCache((model, call) => this.workerManager.getModelMetadata({ model }, call));
  }

  async generate(request: ModelRequest, { messageConverter, ...options }: GenerateOptions = {}): Promise<ModelOutput> {
    return this.workerManager.generate(await this.#convert(request, messageConverter, options), options);
  }

  generateStream(
    request: ModelRequest,
    { messageConverter, ...options }: GenerateOptions = {},
  ): AsyncIterableIterator<ModelOutput> {
    return new OutputStream(async (signal) => {
      const call = { ...options, signal };
      const converted = await this.#convert(request, messageConverter, call);
      return this.workerManager
        .generateStream(converted, call)
        [Symbol.asyncIterator]() as AsyncIterableIterator<ModelOutput>;
    }, options.signal);
  }

  async models(options: CallOptions = {}): Promise<ModelMetadata[]> {
    const instances = await this.workerManager.getAllModelInstances("llm", { ...options, healthyOnly: true });
    const names = [...new Set(instances.map((instance) => splitWorkerKey(instance.workerKey).modelName))].sort();
    const results = await Promise.allSettled(
      names.map((model) => this.workerManager.getModelMetadata({ model }, options)),
    );
    options.signal?.throwIfAborted();
    const [failed] = results.filter((result) => result.status === "rejected");
    if (failed && results.every((result) => result.status === "rejected")) throw failed.reason;
    // A model that cannot say more of itself is there all the same, and must not hide the others.
    return results.map((result, index) =>
      result.status === "fulfilled" ? result.value : nameOnly(names[index] as string),
    );
  }

  async countToken(model: string, prompt: string, options?: CallOptions): Promise<number> {
    return this.workerManager.countToken({ model, prompt }, options);
  }

  async #convert(
    request: ModelRequest,
    converter: MessageConverter | undefined = this.#converter,
    options: CallOptions,
  ): Promise<ModelRequest> {
    // Here too, because the metadata is asked for before the manager sees the request.
    checkInput(modelRequestSchema, request, "The chat request");
    if (!converter) return request;
    // Only system messages are treated by the metadata, so that most requests need none.
    const wanted = converter !== defaultMessageConverter || request.messages.some(({ role }) => role === "system");
    const metadata = wanted ? await this.#metadata.get(request.model, options) : undefined;
    return { ...request, messages: converter(request.messages, metadata) };
  }
}

function nameOnly(model: string): ModelMetadata {
  return { model, models: [model], chatModel: true, functionCalling: false, metadata: {} };
}
