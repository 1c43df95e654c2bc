import type { ModelWorker, ParameterDescription, SupportedModel, WorkerType } from "@modelfleet/core";

/** A model as it is to run. */
export interface ModelDefinition {
  /** The name that it is registered under, without its type. */
  name: string;
  /** `llm` by default. */
  workerType?: Exclude<WorkerType, "service"> | undefined;
  /**
   * What the engine is started with; snake_case, as the wire and DB-GPT's configuration files have it. `provider` names
   * the factory, `concurrency` sets how many requests run at once.
   */
  params?: Readonly<Record<string, unknown>> | undefined;
  /** The share of requests that this instance should get relative to others; 1 by default. */
  weight?: number | undefined;
}

/** What an engine is told of the model that it is to run. */
export interface EngineModel {
  name: string;
  workerType: Exclude<WorkerType, "service">;
  params: Readonly<Record<string, unknown>>;
}

/** Makes the workers of one provider. */
export interface EngineFactory {
  /** Makes the worker of a model. Nothing is loaded yet: the manager calls `start(params)`. */
  create(model: EngineModel): ModelWorker | Promise<ModelWorker>;
  /** The types of models that it can run; any by default. */
  workerTypes?: readonly WorkerType[] | undefined;
  /** The parameters that its models take. */
  parameters?: readonly ParameterDescription[] | undefined;
  /** Models that could be started by name, for those who choose from a list. */
  supportedModels?: (() => readonly SupportedModel[] | Promise<readonly SupportedModel[]>) | undefined;
  /** How many requests a model takes at once where its params do not say; the manager's own default otherwise. */
  concurrency?: number | undefined;
}

/** By the name of the provider, as in `provider` of a model's params. */
export type EngineFactories = Readonly<Record<string, EngineFactory>>;
