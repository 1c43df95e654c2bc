import type { ModelInstance } from "./model-instance.ts";
import type { ModelWorker } from "./model-worker.ts";

export interface WorkerRunDataInit {
  host: string;
  port: number;
  /** `name@type`. */
  workerKey: string;
  worker: ModelWorker;
  /** The registry's row, where the instance came from a registry. */
  instance?: ModelInstance | undefined;
  /** Options of the worker process. */
  workerParams?: Record<string, unknown> | undefined;
  /** Options of the model. */
  modelParams?: Record<string, unknown> | undefined;
  /** Aborted when the worker stops. */
  stopSignal?: AbortSignal | undefined;
  /** How many requests may run at once; 100 by default, as upstream has it for remote workers. */
  concurrencyLimit?: number | undefined;
  commandArgs?: readonly string[] | undefined;
  lastHeartbeat?: Date | undefined;
}

/**
 * A running instance of a model and what it runs with.
 *
 * Source: `WorkerRunData` in DB-GPT's `model/cluster/manager_base.py`.
 */
export class WorkerRunData {
  readonly host: string;
  readonly port: number;
  readonly workerKey: string;
  readonly worker: ModelWorker;
  readonly instance: ModelInstance | undefined;
  readonly workerParams: Readonly<Record<string, unknown>>;
  readonly modelParams: Readonly<Record<string, unknown>>;
  readonly stopSignal: AbortSignal | undefined;
  readonly concurrencyLimit: number;
  readonly commandArgs: readonly string[];
  lastHeartbeat: Date | undefined;

  constructor(init: WorkerRunDataInit) {
    this.host = init.host;
    this.port = init.port;
    this.workerKey = init.workerKey;
    this.worker = init.worker;
    this.instance = init.instance;
    this.workerParams = init.workerParams ?? {};
    this.modelParams = init.modelParams ?? {};
    this.stopSignal = init.stopSignal;
    this.concurrencyLimit = init.concurrencyLimit ?? 100;
    this.commandArgs = init.commandArgs ?? [];
    this.lastHeartbeat = init.lastHeartbeat;
  }

  /** Whether the worker was stopped. */
  get stopped(): boolean {
    return this.stopSignal?.aborted ?? false;
  }

  /** For people: `model qwen@llm(10.0.0.5:8001)`. */
  get printableKey(): string {
    return `model ${this.workerKey}(${this.host}:${this.port})`;
  }
}
