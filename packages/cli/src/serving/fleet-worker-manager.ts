import {
  type ApplyOptions,
  type CallOptions,
  type CountTokenRequest,
  type EmbeddingsRequest,
  type InstanceQuery,
  ModelfleetError,
  type ModelMetadata,
  type ModelOutput,
  type ModelRequest,
  type ParameterDescription,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerManager,
  type WorkerRunData,
  type WorkerStartupRequest,
  type WorkerSupportedModels,
  type WorkerType,
} from "@modelfleet/core";
import type { LocalWorkerManager, MetricFamily, MetricsSource } from "@modelfleet/server";

/**
 * The models of this process, and those of the other workers at its controller: what is here is called without a
 * connection, what is not goes to them. Operators' calls are for this process unless they name another one, since it is
 * registered as one worker among others.
 */
export class FleetWorkerManager implements WorkerManager, MetricsSource {
  readonly #here: LocalWorkerManager;
  readonly #others: WorkerManager;

  /** @param others those that the registry knows */
  constructor(here: LocalWorkerManager, others: WorkerManager) {
    this.#here = here;
    this.#others = others;
  }

  start(): Promise<void> {
    return this.#here.start();
  }

  stop(options?: { ignoreErrors?: boolean | undefined }): Promise<void> {
    return this.#here.stop(options);
  }

  afterStart(listener: (manager: WorkerManager) => void | Promise<void>): void {
    this.#here.afterStart(listener);
  }

  async getModelInstances(type: WorkerType, model: string, query?: InstanceQuery): Promise<WorkerRunData[]> {
    const here = await this.#here.getModelInstances(type, model);
    return [...here, ...this.#elsewhere(await this.#others.getModelInstances(type, model, query))];
  }

  async getAllModelInstances(type: WorkerType, query?: InstanceQuery): Promise<WorkerRunData[]> {
    const here = await this.#here.getAllModelInstances(type);
    return [...here, ...this.#elsewhere(await this.#others.getAllModelInstances(type, query))];
  }

  selectOneInstance(type: WorkerType, model: string, query?: InstanceQuery): Promise<WorkerRunData> {
    return this.#first((manager) => manager.selectOneInstance(type, model, query));
  }

  supportedModels(options?: ApplyOptions): Promise<WorkerSupportedModels[]> {
    return this.#at(options?.instance).supportedModels(options);
  }

  modelStartup(request: WorkerStartupRequest, options?: CallOptions): Promise<void> {
    return this.#at(request).modelStartup(request, options);
  }

  modelShutdown(request: WorkerStartupRequest, options?: CallOptions): Promise<void> {
    return this.#at(request).modelShutdown(request, options);
  }

  generateStream(request: ModelRequest, options?: CallOptions): AsyncIterable<ModelOutput> {
    try {
      // A model that is not here is refused at once, and not when the stream is read.
      return this.#here.generateStream(request, options);
    } catch (error) {
      if (!saysNotHere(error)) throw error;
      return this.#others.generateStream(request, options);
    }
  }

  generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput> {
    return this.#first((manager) => manager.generate(request, options));
  }

  embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]> {
    return this.#first((manager) => manager.embeddings(request, options));
  }

  countToken(request: CountTokenRequest, options?: CallOptions): Promise<number> {
    return this.#first((manager) => manager.countToken(request, options));
  }

  getModelMetadata(request: { model: string }, options?: CallOptions): Promise<ModelMetadata> {
    return this.#first((manager) => manager.getModelMetadata(request, options));
  }

  workerApply(request: WorkerApplyRequest, options?: ApplyOptions): Promise<WorkerApplyResult> {
    if (options?.instance) return this.#at(options.instance).workerApply(request, options);
    return this.#first((manager) => manager.workerApply(request, options));
  }

  parameterDescriptions(type: WorkerType, model: string, options?: CallOptions): Promise<ParameterDescription[]> {
    return this.#first((manager) => manager.parameterDescriptions(type, model, options));
  }

  /** Those of the models here: the other workers have their own. */
  metrics(): MetricFamily[] {
    return this.#here.metrics();
  }

  /** Here and, where the model is not, with the others. */
  async #first<T>(call: (manager: WorkerManager) => Promise<T>): Promise<T> {
    try {
      return await call(this.#here);
    } catch (error) {
      if (!saysNotHere(error)) throw error;
      return call(this.#others);
    }
  }

  #at(instance: { host?: string | undefined; port?: number | undefined } = {}): WorkerManager {
    return this.#isHere(instance) ? this.#here : this.#others;
  }

  #isHere({ host, port }: { host?: string | undefined; port?: number | undefined }): boolean {
    const { address } = this.#here;
    return (host ?? address.host) === address.host && (port ?? address.port) === address.port;
  }

  #elsewhere(runs: WorkerRunData[]): WorkerRunData[] {
    return runs.filter((run) => !this.#isHere(run));
  }
}

function saysNotHere(error: unknown): boolean {
  return (
    ModelfleetError.isInstance(error, "model_not_found") || ModelfleetError.isInstance(error, "no_healthy_instance")
  );
}
