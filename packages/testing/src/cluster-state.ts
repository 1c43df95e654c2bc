import { formatWorkerKey, workerManagerServiceName } from "@modelfleet/core";
import { EventLog } from "./events.ts";
import { FaultBoard } from "./fault-board.ts";
import { type StandInGeneration, type WireTraits, wireTraits } from "./generation.ts";
import type { StandInModel } from "./model.ts";
import type { ResolvedOptions } from "./options.ts";
import { Registry } from "./registry.ts";
import { createServer, type MutableServer, readAddress } from "./server.ts";
import { type LoadedModel, WorkerModels } from "./worker-models.ts";

export interface Controller {
  server: MutableServer;
  registry: Registry;
}

export interface Worker {
  server: MutableServer;
  models: WorkerModels;
}

/** Everything that the routes read and change. */
export class ClusterState {
  readonly generation: StandInGeneration;
  readonly traits: WireTraits;
  readonly options: ResolvedOptions;
  readonly controllers: readonly Controller[];
  readonly workers: readonly Worker[];
  readonly events: EventLog = new EventLog();
  readonly faults: FaultBoard;
  readonly #faultListeners = new Set<() => void>();

  constructor(options: ResolvedOptions) {
    this.options = options;
    this.generation = options.generation;
    this.traits = wireTraits(options.generation);
    this.faults = new FaultBoard(() => {
      for (const listener of this.#faultListeners) listener();
    });
    this.controllers = options.controllers.map((address, i) => {
      const server = createServer("controller", i + 1, address);
      const changed = (): void => this.events.emit({ type: "registry", server: server.id });
      return { server, registry: new Registry(this.traits.content, changed) };
    });
    this.workers = options.workers.map((address, i) => ({
      server: createServer("worker", i + 1, address),
      models: new WorkerModels(this.traits, options.restart === "working"),
    }));
    this.workers.forEach((worker, i) => {
      for (const model of options.models) {
        if (model.started !== false && runsOn(model, worker.server.id, i)) {
          this.announce(worker, worker.models.add(model, true));
        }
      }
      this.#register(worker, formatWorkerKey(workerManagerServiceName, "service"), 1);
    });
  }

  /** Registers a model that has started, with every controller. */
  announce(worker: Worker, loaded: LoadedModel): void {
    this.#register(worker, loaded.key, loaded.model.weight ?? 1);
  }

  /** Tells every controller that a model has stopped. */
  withdraw(worker: Worker, loaded: LoadedModel, remove: boolean): void {
    const { host, port } = worker.server;
    for (const { registry } of this.controllers) registry.deregister({ model_name: loaded.key, host, port }, remove);
  }

  /** Gives a server another base address; the rows of the registries follow. */
  relocate(id: string, address: string): void {
    const to = readAddress(address);
    const server = [...this.controllers, ...this.workers].find((one) => one.server.id === id)?.server;
    if (!server) throw new RangeError(`The stand-in cluster has no server ${JSON.stringify(id)}.`);
    if (server.kind === "worker") for (const { registry } of this.controllers) registry.move(server, to);
    Object.assign(server, to);
  }

  onFaultChange(listener: () => void): () => void {
    this.#faultListeners.add(listener);
    return () => {
      this.#faultListeners.delete(listener);
    };
  }

  #register(worker: Worker, key: string, weight: number): void {
    const { host, port } = worker.server;
    for (const { registry } of this.controllers) registry.register({ model_name: key, host, port, weight });
  }
}

function runsOn(model: StandInModel, id: string, index: number): boolean {
  const { workers } = model;
  if (workers === undefined) return true;
  return typeof workers === "number" ? index < workers : workers.includes(id);
}
