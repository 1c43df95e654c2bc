import type { CallOptions } from "./call-options.ts";
import type { CountTokenRequest } from "./count-token-request.ts";
import type { EmbeddingsRequest } from "./embeddings-request.ts";
import type { ModelMetadata } from "./model-metadata.ts";
import type { ModelOutput } from "./model-output.ts";
import type { ModelRequest } from "./model-request.ts";
import type { ParameterDescription } from "./parameter-description.ts";

/**
 * One model, here or elsewhere.
 *
 * Source: `ModelWorker` in DB-GPT's `model/cluster/worker_base.py`. Each of its methods exists once, asynchronously:
 * JavaScript has no blocking calls, so the `async_*` twins are the only form.
 */
export interface ModelWorker {
  /** Gets ready to answer. `params` are the model's own, by the names of its parameter descriptions. */
  start(params?: Record<string, unknown>): Promise<void>;
  /** Lets go of the model. Rejects where the worker is not ours to stop. */
  stop(): Promise<void>;
  /**
   * Streams an answer. An aborted signal, or leaving the loop, ends the generation and frees its slot. A failed
   * generation is an output with an `errorCode`; a failed connection throws.
   */
  generateStream(request: ModelRequest, options?: CallOptions): AsyncIterable<ModelOutput>;
  /** The whole answer. */
  generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput>;
  /** One row per input; for a reranker one row with a score per input. */
  embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]>;
  /** -1 where the worker has no tokenizer. */
  countToken(request: CountTokenRequest, options?: CallOptions): Promise<number>;
  getModelMetadata(request: { model: string }, options?: CallOptions): Promise<ModelMetadata>;
  parameterDescriptions(request: ParameterDescriptionsRequest, options?: CallOptions): Promise<ParameterDescription[]>;
}

export interface ParameterDescriptionsRequest {
  model: string;
  workerType: string;
}
