import type { CallOptions } from "./call-options.ts";
import type { CountTokenRequest } from "./count-token-request.ts";
import type { EmbeddingsRequest } from "./embeddings-request.ts";
import type { ModelInstanceAddress } from "./model-instance.ts";
import type { ModelMetadata } from "./model-metadata.ts";
import type { ModelOutput } from "./model-output.ts";
import type { ModelRequest } from "./model-request.ts";
import type { ParameterDescription } from "./parameter-description.ts";
import type { WorkerSupportedModels } from "./supported-model.ts";
import type { WorkerApplyRequest, WorkerApplyResult } from "./worker-apply.ts";
import type { WorkerType } from "./worker-key.ts";
import type { WorkerRunData } from "./worker-run-data.ts";
import type { WorkerStartupRequest } from "./worker-startup.ts";

export interface InstanceQuery extends CallOptions {
  /** Only those that are healthy and enabled; true by default. */
  healthyOnly?: boolean | undefined;
}

export interface ApplyOptions extends CallOptions {
  /** Only this one. */
  instance?: Pick<ModelInstanceAddress, "host" | "port"> | undefined;
}

/**
 * Many models: picks an instance for each request and delegates.
 *
 * Source: `WorkerManager` in DB-GPT's `model/cluster/manager_base.py`. Its `sync_*` methods (`sync_embeddings`,
 * `sync_get_model_instances`, …) have no counterpart: JavaScript has no blocking calls, so each method exists once.
 */
export interface WorkerManager {
  /** Starts, then calls the listeners of `afterStart` in the order they were added. */
  start(): Promise<void>;
  /** Stops and lets go of everything that is held open. With `ignoreErrors`, failures on the way are passed over. */
  stop(options?: { ignoreErrors?: boolean | undefined }): Promise<void>;
  /** Calls `listener` each time the manager starts, from the next time on. `start` rejects where a listener does. */
  afterStart(listener: (manager: WorkerManager) => void | Promise<void>): void;

  getModelInstances(workerType: WorkerType, modelName: string, query?: InstanceQuery): Promise<WorkerRunData[]>;
  getAllModelInstances(workerType: WorkerType, query?: InstanceQuery): Promise<WorkerRunData[]>;
  /** @throws ModelNotFoundError, NoHealthyInstanceError */
  selectOneInstance(workerType: WorkerType, modelName: string, query?: InstanceQuery): Promise<WorkerRunData>;

  /** What each worker process could start, or the one that the options name. */
  supportedModels(options?: ApplyOptions): Promise<WorkerSupportedModels[]>;
  modelStartup(request: WorkerStartupRequest, options?: CallOptions): Promise<void>;
  modelShutdown(request: WorkerStartupRequest, options?: CallOptions): Promise<void>;

  generateStream(request: ModelRequest, options?: CallOptions): AsyncIterable<ModelOutput>;
  generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput>;
  /** Also reranks: see `EmbeddingsRequest`. */
  embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]>;
  countToken(request: CountTokenRequest, options?: CallOptions): Promise<number>;
  getModelMetadata(request: { model: string }, options?: CallOptions): Promise<ModelMetadata>;
  /** Acts on every instance of the model, or on the one that the options name, and says what each answered. */
  workerApply(request: WorkerApplyRequest, options?: ApplyOptions): Promise<WorkerApplyResult>;
  parameterDescriptions(
    workerType: WorkerType,
    modelName: string,
    options?: CallOptions,
  ): Promise<ParameterDescription[]>;
}

/** Makes worker managers. Source: `WorkerManagerFactory` in DB-GPT's `model/cluster/manager_base.py`. */
export interface WorkerManagerFactory {
  create(): WorkerManager;
}
