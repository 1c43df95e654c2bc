import {
  type ApplyOptions,
  type CallOptions,
  type CountTokenRequest,
  checkInput,
  countTokenRequestSchema,
  type EmbeddingsRequest,
  embeddingsRequestSchema,
  formatWorkerKey,
  type InstanceQuery,
  instanceHeader,
  type ModelInstance,
  type ModelMetadata,
  type ModelOutput,
  type ModelRegistry,
  type ModelRequest,
  modelRequestSchema,
  NoHealthyInstanceError,
  type ParameterDescription,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerManager,
  WorkerRunData,
  type WorkerStartupRequest,
  type WorkerSupportedModels,
  type WorkerType,
} from "@modelfleet/core";
import type { Transport } from "@modelfleet/transport";
import { addressOf, Dispatcher, type DispatcherOptions, type DispatchOptions, type Lease } from "./dispatcher.ts";
import { saysNotRunning } from "./failure.ts";
import { OutputStream } from "./output-stream.ts";
import { PeekedStream } from "./peeked-stream.ts";
import { RemoteModelWorker } from "./remote-model-worker.ts";
import type { WorkerOperationsContext } from "./worker-operations.ts";
import { type ResolveWorkerUrl, registeredWorkerUrl } from "./worker-url.ts";

export interface RemoteWorkerManagerOptions extends Omit<DispatcherOptions, "registry"> {
  registry: ModelRegistry;
  transport: Transport;
  /** Where instances can be reached from here; by default at the address that they registered. */
  resolveWorkerUrl?: ResolveWorkerUrl | undefined;
  /**
   * The base URL of a gateway that every worker is reached through. It is told which instance each call is for, so that
   * choosing and failing over stay here.
   */
  gateway?: string | URL | undefined;
  /** See `RemoteModelWorker`. */
  deltaStreams?: boolean | undefined;
  maxFrameBytes?: number | undefined;
}

/**
 * The workers of a cluster, found through its registry. Each request goes to one healthy instance, and to another
 * one if that fails before its first frame.
 *
 * Source: `RemoteWorkerManager` in DB-GPT's `model/cluster/worker/remote_manager.py`.
 */
export class RemoteWorkerManager implements WorkerManager {
  readonly #registry: ModelRegistry;
  readonly #dispatcher: Dispatcher;
  readonly #options: RemoteWorkerManagerOptions;
  /** The cache hands the same rows out again and again, so a row's worker is made once. */
  readonly #runData = new WeakMap<ModelInstance, WorkerRunData>();
  readonly #listeners: ((manager: WorkerManager) => void | Promise<void>)[] = [];

  constructor(options: RemoteWorkerManagerOptions) {
    this.#registry = options.registry;
    this.#dispatcher = new Dispatcher(options);
    this.#options = options;
  }

  async start(): Promise<void> {
    for (const listener of this.#listeners) await listener(this);
  }

  /** Does nothing: the workers run on, and connections belong to the transport. */
  async stop(): Promise<void> {}

  afterStart(listener: (manager: WorkerManager) => void | Promise<void>): void {
    this.#listeners.push(listener);
  }

  async getModelInstances(
    workerType: WorkerType,
    modelName: string,
    { healthyOnly = true, ...call }: InstanceQuery = {},
  ): Promise<WorkerRunData[]> {
    const { instances } = await this.#dispatcher.cache.instances(formatWorkerKey(modelName, workerType), call);
    return instances.filter((row) => !healthyOnly || (row.healthy && row.enabled)).map((row) => this.#run(row));
  }

  async getAllModelInstances(
    workerType: WorkerType,
    { healthyOnly = true, ...call }: InstanceQuery = {},
  ): Promise<WorkerRunData[]> {
    const instances = await this.#registry.getAllModelInstances({ ...call, healthyOnly });
    return instances
      .filter((row) => row.workerType === workerType && (!healthyOnly || (row.healthy && row.enabled)))
      .map((row) => this.#run(row));
  }

  async selectOneInstance(workerType: WorkerType, modelName: string, call: InstanceQuery = {}): Promise<WorkerRunData> {
    const instance = await this.#dispatcher.select(formatWorkerKey(modelName, workerType), call);
    return this.#run(instance as ModelInstance);
  }

  async supportedModels(options?: ApplyOptions): Promise<WorkerSupportedModels[]> {
    const { supportedModels } = await import("./worker-operations.ts");
    return supportedModels(this.#operations, options);
  }

  async modelStartup(request: WorkerStartupRequest, options?: CallOptions): Promise<void> {
    const { startModel } = await import("./worker-operations.ts");
    await startModel(this.#operations, request, options).finally(() => this.#dispatcher.cache.forget());
  }

  async modelShutdown(request: WorkerStartupRequest, options?: CallOptions): Promise<void> {
    const { stopModel } = await import("./worker-operations.ts");
    await stopModel(this.#operations, request, options).finally(() => this.#dispatcher.cache.forget());
  }

  /** @throws InvalidInputError at once; everything else when the stream is read */
  generateStream(request: ModelRequest, options: CallOptions = {}): AsyncIterableIterator<ModelOutput> {
    checkInput(modelRequestSchema, request, "The chat request");
    const workerKey = formatWorkerKey(request.model, "llm");
    return new OutputStream((signal) => {
      const attempt = async (lease: Lease): Promise<PeekedStream> => {
        const run = this.#run(lease.instance);
        const stream = this.#worker(run).generateStream(request, { ...options, signal, onEnd: lease.end });
        const first = await stream.next();
        if (!first.done && saysNotRunning(first.value)) {
          const error = notRunning(run);
          // Before the stream ends it without one.
          lease.end(error);
          await stream.return?.();
          throw error;
        }
        return new PeekedStream(first, stream);
      };
      return this.#dispatcher.dispatch(workerKey, attempt, { ...options, signal, messages: request.messages });
    }, options.signal);
  }

  async generate(request: ModelRequest, options: CallOptions = {}): Promise<ModelOutput> {
    checkInput(modelRequestSchema, request, "The chat request");
    const call = async (worker: RemoteModelWorker, run: WorkerRunData): Promise<ModelOutput> => {
      const output = await worker.generate(request, options);
      if (saysNotRunning(output)) throw notRunning(run);
      return output;
    };
    return this.#call("llm", request.model, call, { ...options, messages: request.messages });
  }

  async embeddings(request: EmbeddingsRequest, options: CallOptions = {}): Promise<number[][]> {
    checkInput(embeddingsRequestSchema, request, "The embeddings request");
    const workerType = request.workerType ?? "text2vec";
    return this.#call(workerType, request.model, (worker) => worker.embeddings(request, options), options);
  }

  async countToken(request: CountTokenRequest, options: CallOptions = {}): Promise<number> {
    checkInput(countTokenRequestSchema, request, "The request to count tokens");
    return this.#call("llm", request.model, (worker) => worker.countToken(request, options), options);
  }

  async getModelMetadata(request: { model: string }, options: CallOptions = {}): Promise<ModelMetadata> {
    return this.#call("llm", request.model, (worker) => worker.getModelMetadata(request, options), options);
  }

  async parameterDescriptions(
    workerType: WorkerType,
    modelName: string,
    options: CallOptions = {},
  ): Promise<ParameterDescription[]> {
    const request = { model: modelName, workerType };
    return this.#call(workerType, modelName, (worker) => worker.parameterDescriptions(request, options), options);
  }

  async workerApply(request: WorkerApplyRequest, options?: ApplyOptions): Promise<WorkerApplyResult> {
    const { workerApply } = await import("./worker-operations.ts");
    return workerApply(this.#operations, request, options).finally(() => this.#dispatcher.cache.forget());
  }

  get #operations(): WorkerOperationsContext {
    return {
      registry: this.#registry,
      http: (instance) => this.#worker(this.#run(instance)).http,
    };
  }

  #call<T>(
    workerType: WorkerType,
    modelName: string,
    call: (worker: RemoteModelWorker, run: WorkerRunData) => Promise<T>,
    options: DispatchOptions,
  ): Promise<T> {
    const attempt = async (lease: Lease): Promise<T> => {
      const run = this.#run(lease.instance);
      const result = await call(this.#worker(run), run);
      lease.end();
      return result;
    };
    return this.#dispatcher.dispatch(formatWorkerKey(modelName, workerType), attempt, options);
  }

  #run(instance: ModelInstance): WorkerRunData {
    let run = this.#runData.get(instance);
    if (!run) {
      const { transport, deltaStreams, maxFrameBytes, gateway, resolveWorkerUrl = registeredWorkerUrl } = this.#options;
      const { host, port, workerKey } = instance;
      const worker = new RemoteModelWorker({
        transport,
        baseUrl: gateway ?? resolveWorkerUrl(instance),
        headers: gateway === undefined ? undefined : { [instanceHeader]: addressOf(instance) },
        deltaStreams,
        maxFrameBytes,
      });
      run = new WorkerRunData({ host, port, workerKey, worker, instance });
      this.#runData.set(instance, run);
    }
    return run;
  }

  #worker(run: WorkerRunData): RemoteModelWorker {
    return run.worker as RemoteModelWorker;
  }
}

function notRunning(run: WorkerRunData): NoHealthyInstanceError {
  return new NoHealthyInstanceError(
    `The worker at ${addressOf(run)} is registered for ${run.workerKey} and says that it does not run it.`,
    run.workerKey,
  );
}
