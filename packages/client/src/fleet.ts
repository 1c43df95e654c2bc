import type {
  ApplyOptions,
  CallOptions,
  CountTokenRequest,
  ModelInstance,
  ModelMetadata,
  ModelOutput,
  ParameterDescription,
  WorkerApplyResult,
  WorkerStartupRequest,
  WorkerSupportedModels,
  WorkerType,
} from "@modelfleet/core";
import type { ChatRequest } from "./chat-request.ts";
import type { GenerateOptions } from "./llm-client.ts";

/** A cluster, through one friendly door. Every method rejects with a `ModelfleetError`, or the signal's reason. */
export interface Fleet {
  readonly chat: {
    /**
     * Streams an answer. Leaving the loop, or aborting the signal, ends the generation.
     *
     * @throws GenerationError where the model reports an error
     */
    stream(request: ChatRequest, options?: GenerateOptions): AsyncIterableIterator<ModelOutput>;
    /**
     * The whole answer.
     *
     * @throws GenerationError where the model reports an error
     */
    generate(request: ChatRequest, options?: GenerateOptions): Promise<ModelOutput>;
  };
  /** One vector per input, in their order. */
  embed(request: EmbedRequest, options?: CallOptions): Promise<number[][]>;
  /** The documents' relevance to the query, the best first. */
  rerank(request: RerankRequest, options?: CallOptions): Promise<RerankResult[]>;
  /** -1 where the worker has no tokenizer. */
  countTokens(request: CountTokenRequest, options?: CallOptions): Promise<number>;
  /** The metadata of each chat model that has a healthy instance, once, sorted by name. */
  models(options?: CallOptions): Promise<ModelMetadata[]>;
  /** The registry's rows, unhealthy ones and those of worker processes included unless filtered. */
  instances(query?: InstancesQuery, options?: CallOptions): Promise<ModelInstance[]>;
  readonly workers: {
    /** What each worker process could start. */
    supported(options?: CallOptions): Promise<WorkerSupportedModels[]>;
    /** Starts a model on the worker process at `host` and `port`, or on the first one. */
    start(request: StartRequest, options?: CallOptions): Promise<void>;
    /** Stops a model on the worker process at `host` and `port`, or on the first one. */
    stop(request: StartRequest, options?: CallOptions): Promise<void>;
    /** Restarts every instance of the model. DB-GPT's own workers may lose it: see `InstanceLostError`. */
    restart(request: ModelReference, options?: ApplyOptions): Promise<WorkerApplyResult>;
    /** Updates the parameters of every instance of the model. */
    apply(
      request: ModelReference & { params: Record<string, unknown> },
      options?: ApplyOptions,
    ): Promise<WorkerApplyResult>;
    /** The parameters that the model takes when it starts. */
    parameters(request: ModelReference, options?: CallOptions): Promise<ParameterDescription[]>;
  };
  /** Lets go of kept connections. Requests under way fail. */
  close(): Promise<void>;
}

export interface EmbedRequest {
  model: string;
  /** One text, or several. */
  input: string | readonly string[];
}

export interface RerankRequest {
  model: string;
  query: string;
  documents: readonly string[];
}

export interface RerankResult {
  /** The document's place in the request. */
  index: number;
  /** The higher, the more relevant; its range is the model's. */
  score: number;
}

export interface InstancesQuery {
  modelName?: string | undefined;
  workerType?: WorkerType | undefined;
  /** Only those that are healthy; false by default. */
  healthyOnly?: boolean | undefined;
}

export interface ModelReference {
  model: string;
  /** `llm` by default. */
  workerType?: WorkerType | undefined;
}

/** See `WorkerStartupRequest`; `workerType` is `llm` by default. */
export type StartRequest = Omit<WorkerStartupRequest, "workerType"> & ModelReference;
