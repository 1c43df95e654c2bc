import {
  type ApplyOptions,
  type CallOptions,
  type CountTokenRequest,
  checkInput,
  type EmbeddingsRequest,
  formatWorkerKey,
  InvalidInputError,
  type ModelMetadata,
  type ModelOutput,
  type ModelRequest,
  type ModelWorker,
  NoHealthyInstanceError,
  type ParameterDescription,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerManager,
  WorkerRunData,
  type WorkerStartupRequest,
  type WorkerSupportedModels,
  type WorkerType,
  workerStartupRequestSchema,
} from "@modelfleet/core";
import type { MetricFamily } from "../metrics/metric-family.ts";
import { workerMetrics } from "../metrics/worker-metrics.ts";
import { tell } from "../tell.ts";
import { Announcer } from "./announcer.ts";
import type { ModelDefinition } from "./engine-factory.ts";
import type { LocalModel } from "./local-model.ts";
import {
  checkManagerOptions,
  type LocalWorkerManagerOptions,
  type WorkerAddress,
} from "./local-worker-manager-options.ts";
import { ManagerLifecycle } from "./manager-lifecycle.ts";
import { ModelTable } from "./model-table.ts";
import { OperatedModels } from "./operated-models.ts";
import { timerSchedule } from "./schedule.ts";
import { StateKeeper } from "./state-keeper.ts";
import { parameterDescriptions, supportedModels } from "./supported-models.ts";

/**
 * The models of this process, on engines that it is handed.
 *
 * Source: `LocalWorkerManager` in DB-GPT's `model/cluster/worker/manager.py`. Unlike there, a restart works: a model
 * that stops is not forgotten.
 */
export class LocalWorkerManager implements WorkerManager {
  readonly #options: LocalWorkerManagerOptions;
  readonly #table: ModelTable;
  readonly #operated: OperatedModels;
  readonly #lifecycle: ManagerLifecycle;
  readonly #listeners: ((manager: WorkerManager) => void | Promise<void>)[] = [];

  /** @throws InvalidInputError for options that are wrong */
  constructor(options: LocalWorkerManagerOptions) {
    checkManagerOptions(options);
    this.#options = options;
    const announcer = new Announcer({
      registries: options.registries ?? [],
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? 20_000,
      schedule: options.schedule ?? timerSchedule,
      onError: (error) => tell(options.onError, error, "telling a controller of this worker"),
    });
    this.#table = new ModelTable({
      factories: options.engines,
      defaultProvider: options.defaultProvider,
      concurrency: options.concurrency ?? 100,
      maxWaiting: options.maxWaiting ?? 100,
      retryAfterMs: options.retryAfterMs ?? 1_000,
      now: options.now ?? (() => performance.now()),
      rerankersAsText2vec: options.rerankersAsText2vec ?? false,
      announcer,
      address: () => this.address,
    });
    const state = new StateKeeper(options.store);
    this.#operated = new OperatedModels(this.#table, state);
    this.#lifecycle = new ManagerLifecycle({
      table: this.#table,
      announcer,
      state,
      restore: options.restore ?? true,
      address: () => this.address,
      onError: (error, doing) => tell(options.onError, error, doing),
    });
  }

  /** What is registered. */
  get address(): WorkerAddress {
    const { address } = this.#options;
    return typeof address === "function" ? address() : address;
  }

  /**
   * Adds a model of the configuration: it starts with the manager, or at once where that has started, or after that
   * where it is starting.
   *
   * @throws InvalidInputError if there is one of that name and type; what the engine fails with
   */
  async addModel(definition: ModelDefinition): Promise<void> {
    const model = this.#table.add(definition, false);
    await this.#lifecycle.settled();
    await this.#table.exclusively(model.workerKey, async () => {
      if (this.#lifecycle.alive) await this.#table.startOrDelete(model);
    });
  }

  /** Stops a model and forgets it. @throws ModelNotFoundError */
  async removeModel(workerType: WorkerType, modelName: string): Promise<void> {
    await this.#operated.remove(formatWorkerKey(modelName, workerType));
  }

  /**
   * Loads the models, registers them, calls the listeners. A second call waits for the first one.
   *
   * Rejects with what a model of the configuration fails with, or with an `AbortError` where `stop` is called meanwhile;
   * nothing is left running then.
   */
  async start(): Promise<void> {
    if (!(await this.#lifecycle.start())) return;
    for (const listener of this.#listeners) if (this.#lifecycle.alive) await listener(this);
  }

  /**
   * Says goodbye to the registries and goes on answering: for a shutdown that lets answers end before `stop`, which
   * ends them.
   */
  async withdraw(): Promise<void> {
    await this.#lifecycle.withdraw();
  }

  /** Also where it is still starting. A model that is being loaded cannot be broken off, and is waited for. */
  async stop({ ignoreErrors = false }: { ignoreErrors?: boolean | undefined } = {}): Promise<void> {
    try {
      await this.#lifecycle.stop();
    } catch (error) {
      if (!ignoreErrors) throw error;
    }
  }

  afterStart(listener: (manager: WorkerManager) => void | Promise<void>): void {
    this.#listeners.push(listener);
  }

  /** Those that run, whatever the query says: what is stopped cannot be asked anything. */
  async getModelInstances(workerType: WorkerType, modelName: string): Promise<WorkerRunData[]> {
    const model = this.#table.get(formatWorkerKey(modelName, workerType));
    return model ? runData(model, this.address) : [];
  }

  /** Those that run, as `getModelInstances`. */
  async getAllModelInstances(workerType: WorkerType): Promise<WorkerRunData[]> {
    const models = this.#table.all().filter((model) => model.workerType === workerType);
    return models.flatMap((model) => runData(model, this.address));
  }

  async selectOneInstance(workerType: WorkerType, modelName: string): Promise<WorkerRunData> {
    this.#worker(workerType, modelName);
    return (await this.getModelInstances(workerType, modelName))[0] as WorkerRunData;
  }

  /** Of this process; of none where the options name another one. */
  async supportedModels({ instance }: ApplyOptions = {}): Promise<WorkerSupportedModels[]> {
    if (instance && !this.#isAt(instance)) return [];
    return [{ ...this.address, models: await supportedModels(this.#options.engines, this.#table.all()) }];
  }

  /**
   * @throws InvalidInputError if it runs already, no engine can run it or the manager was stopped; what the engine fails
   * with
   */
  async modelStartup(request: WorkerStartupRequest): Promise<void> {
    checkInput(workerStartupRequestSchema, request, "The startup request");
    this.#refuseIfStopped(request.model);
    await this.#operated.startUp(request);
  }

  /** @throws ModelNotFoundError */
  async modelShutdown(request: WorkerStartupRequest): Promise<void> {
    checkInput(workerStartupRequestSchema, request, "The shutdown request");
    const workerKey = formatWorkerKey(request.model, request.workerType);
    await (request.deleteAfter ? this.#operated.remove(workerKey) : this.#operated.shutDown(workerKey));
  }

  generateStream(request: ModelRequest, options?: CallOptions): AsyncIterable<ModelOutput> {
    return this.#worker("llm", request.model).generateStream(request, options);
  }

  async generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput> {
    return this.#worker("llm", request.model).generate(request, options);
  }

  async embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]> {
    return this.#worker(request.workerType ?? "text2vec", request.model).embeddings(request, options);
  }

  async countToken(request: CountTokenRequest, options?: CallOptions): Promise<number> {
    return this.#worker("llm", request.model).countToken(request, options);
  }

  async getModelMetadata(request: { model: string }, options?: CallOptions): Promise<ModelMetadata> {
    return this.#worker("llm", request.model).getModelMetadata(request, options);
  }

  /**
   * A model that the engine cannot start is an output without success.
   *
   * @throws ModelNotFoundError; InvalidInputError where the manager was stopped, but for a stop
   */
  async workerApply(request: WorkerApplyRequest, { instance }: ApplyOptions = {}): Promise<WorkerApplyResult> {
    const workerKey = formatWorkerKey(request.model, request.workerType);
    if (instance && !this.#isAt(instance)) {
      const { host, port } = this.address;
      throw new NoHealthyInstanceError(`This is ${host}:${port}, not ${instance.host}:${instance.port}.`, workerKey);
    }
    if (request.applyType !== "stop") this.#refuseIfStopped(request.model);
    return this.#operated.apply(request, this.address, this.#options.now ?? (() => performance.now()));
  }

  async parameterDescriptions(workerType: WorkerType, modelName: string): Promise<ParameterDescription[]> {
    return parameterDescriptions(this.#options.engines, this.#table, formatWorkerKey(modelName, workerType));
  }

  /** What `workerApp` shows at `/metrics`. */
  metrics(): MetricFamily[] {
    return workerMetrics(this.#table.all());
  }

  /** @throws InvalidInputError: nobody would stop what starts after the end */
  #refuseIfStopped(model: string): void {
    if (!this.#lifecycle.stopped) return;
    throw new InvalidInputError(`This worker has stopped: ${model} cannot be started on it.`);
  }

  #isAt(instance: WorkerAddress): boolean {
    const { host, port } = this.address;
    return instance.host === host && instance.port === port;
  }

  /** @throws ModelNotFoundError, NoHealthyInstanceError */
  #worker(workerType: WorkerType, modelName: string): ModelWorker {
    const model = this.#table.known(formatWorkerKey(modelName, workerType));
    if (model.worker) return model.worker;
    const { workerKey } = model;
    throw new NoHealthyInstanceError(`Model ${workerKey} is stopped on this worker. Start it first.`, workerKey);
  }
}

function runData(model: LocalModel, { host, port }: WorkerAddress): WorkerRunData[] {
  const { workerKey, worker, stopSignal, params } = model;
  if (!worker) return [];
  const { concurrency: concurrencyLimit } = model;
  return [
    new WorkerRunData({ host, port, workerKey, worker, stopSignal, modelParams: { ...params }, concurrencyLimit }),
  ];
}
