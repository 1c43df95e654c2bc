import {
  type CallOptions,
  type ModelInstance,
  type ModelInstanceAddress,
  type ModelInstanceRegistration,
  type ModelRegistry,
  modelInstanceSchema,
  type RegistryQuery,
  readResponse,
} from "@modelfleet/core";
import type { Timeouts, Transport, TransportRequest } from "@modelfleet/transport";
import * as v from "valibot";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { parseControllers } from "./controller-address.ts";
import { controllersUnavailable, isUnreachable } from "./controllers-unavailable.ts";
import type { ControllerHealth, ControllersContext } from "./registry-writes.ts";

export interface ModelRegistryClientOptions {
  transport: Transport;
  /** One or several, as an array or separated by commas; tried in the order given. */
  controller: string | readonly string[];
  /** By default 3 s to connect and 10 s for the answer. */
  timeouts?: Partial<Timeouts> | undefined;
}

const instancesSchema = v.array(modelInstanceSchema);
const defaultTimeouts: Timeouts = { connectMs: 3_000, firstFrameMs: 10_000, idleMs: 10_000 };

/**
 * The registry that a cluster's controllers keep. Questions go to the first controller that answers, in the order
 * given; one that could not be reached is asked last for a while. Registrations and heartbeats go to all of them.
 *
 * Source: `ModelRegistryClient` in DB-GPT's `model/cluster/controller/controller.py`.
 */
export class ModelRegistryClient implements ModelRegistry {
  /** The controllers' base URLs, in the order given. */
  readonly controllers: readonly string[];
  readonly #transport: Transport;
  readonly #timeouts: Partial<Timeouts>;
  readonly #breaker = new CircuitBreaker();

  /** @throws InvalidInputError for an address that is no http URL, or none at all */
  constructor(options: ModelRegistryClientOptions) {
    this.controllers = parseControllers(options.controller);
    this.#transport = options.transport;
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts };
  }

  async getAllInstances(workerKey: string, options: RegistryQuery = {}): Promise<ModelInstance[]> {
    return this.#list({ model_name: workerKey, healthy_only: options.healthyOnly || undefined }, options);
  }

  async getAllModelInstances(options: RegistryQuery = {}): Promise<ModelInstance[]> {
    return this.#list({ healthy_only: options.healthyOnly || undefined }, options);
  }

  async registerInstance(instance: ModelInstanceRegistration, options?: CallOptions): Promise<boolean> {
    return (await registryWrites()).registerInstance(this.#context, instance, options);
  }

  async deregisterInstance(
    instance: ModelInstanceAddress,
    options: CallOptions & { removeFromRegistry?: boolean | undefined } = {},
  ): Promise<boolean> {
    return (await registryWrites()).deregisterInstance(this.#context, instance, options);
  }

  async sendHeartbeat(instance: ModelInstanceRegistration, options?: CallOptions): Promise<boolean> {
    return (await registryWrites()).sendHeartbeat(this.#context, instance, options);
  }

  /** Asks every controller whether it is there. */
  async health(options?: CallOptions): Promise<ControllerHealth[]> {
    return (await registryWrites()).health(this.#context, options);
  }

  get #context(): ControllersContext {
    return {
      controllers: this.controllers,
      call: (controller, request, options) => this.#call(controller, request, options),
    };
  }

  async #list(query: TransportRequest["query"], options: CallOptions): Promise<ModelInstance[]> {
    const request: TransportRequest = { method: "GET", url: "/api/controller/models", query };
    const errors: unknown[] = [];
    for (const controller of this.#inOrder()) {
      try {
        const rows = await this.#call(controller, request, options);
        return readResponse(instancesSchema, rows, `The answer of GET ${controller}${request.url}`);
      } catch (error) {
        options.signal?.throwIfAborted();
        errors.push(error);
      }
    }
    throw controllersUnavailable(errors);
  }

  async #call(controller: string, request: TransportRequest, options?: CallOptions): Promise<unknown> {
    const { signal, headers } = options ?? {};
    try {
      const answer = await this.#transport.json({
        ...request,
        url: controller + request.url,
        timeouts: this.#timeouts,
        signal,
        headers,
      });
      this.#breaker.succeeded(controller);
      return answer;
    } catch (error) {
      if (!signal?.aborted && isUnreachable(error)) this.#breaker.failed(controller);
      throw error;
    }
  }

  #inOrder(): readonly string[] {
    const rests = (controller: string) => (this.#breaker.allows(controller) ? 0 : 1);
    return [...this.controllers].sort((a, b) => rests(a) - rests(b));
  }
}

/** What worker processes and operators need; a page that chats never loads it. */
const registryWrites = () => import("./registry-writes.ts");
