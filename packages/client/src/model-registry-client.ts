import {
  type CallOptions,
  ControllerUnavailableError,
  HttpStatusError,
  ModelfleetError,
  type ModelInstance,
  type ModelInstanceAddress,
  type ModelInstanceRegistration,
  type ModelRegistry,
  modelInstanceSchema,
  type RegistryQuery,
  readResponse,
  registrationToWire,
} from "@modelfleet/core";
import type { Timeouts, Transport, TransportRequest } from "@modelfleet/transport";
import * as v from "valibot";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { parseControllers } from "./controller-address.ts";

export interface ModelRegistryClientOptions {
  transport: Transport;
  /** One or several, as an array or separated by commas; tried in the order given. */
  controller: string | readonly string[];
  /** By default 3 s to connect and 10 s for the answer. */
  timeouts?: Partial<Timeouts> | undefined;
}

/** Whether a controller answers. */
export interface ControllerHealth {
  url: string;
  healthy: boolean;
  /** Why it is not. */
  error?: unknown;
}

const instancesSchema = v.array(modelInstanceSchema);
const acceptedSchema = v.nullish(v.boolean(), true);
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
    return this.#write({ method: "POST", url: "/api/controller/models", body: registrationToWire(instance) }, options);
  }

  async deregisterInstance(
    { workerKey, host, port }: ModelInstanceAddress,
    options: CallOptions & { removeFromRegistry?: boolean | undefined } = {},
  ): Promise<boolean> {
    const query = {
      model_name: workerKey,
      host,
      port,
      remove_from_registry: options.removeFromRegistry || undefined,
    };
    return this.#write({ method: "DELETE", url: "/api/controller/models", query }, options);
  }

  async sendHeartbeat(instance: ModelInstanceRegistration, options?: CallOptions): Promise<boolean> {
    const body = registrationToWire(instance);
    return this.#write({ method: "POST", url: "/api/controller/heartbeat", body }, options);
  }

  /** Asks every controller whether it is there. */
  async health(options?: CallOptions): Promise<ControllerHealth[]> {
    return Promise.all(
      this.controllers.map(async (url): Promise<ControllerHealth> => {
        try {
          await this.#probe(url, options);
          return { url, healthy: true };
        } catch (error) {
          options?.signal?.throwIfAborted();
          return { url, healthy: false, error };
        }
      }),
    );
  }

  async #probe(controller: string, options?: CallOptions): Promise<void> {
    try {
      await this.#call(controller, { method: "GET", url: "/api/health" }, options);
    } catch (error) {
      // Controllers before 0.5.9 have no health route.
      if (!(error instanceof HttpStatusError) || error.status !== 404) throw error;
      await this.#call(controller, { method: "GET", url: "/api/controller/models" }, options);
    }
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
    throw unavailable(errors);
  }

  /** Every controller keeps a registry of its own, so each of them is told. One that listens is enough. */
  async #write(request: TransportRequest, options?: CallOptions): Promise<boolean> {
    const results = await Promise.allSettled(
      this.controllers.map(async (controller) =>
        readResponse(acceptedSchema, await this.#call(controller, request, options), `The answer of ${controller}`),
      ),
    );
    options?.signal?.throwIfAborted();
    const accepted = results.filter((result) => result.status === "fulfilled");
    if (accepted.length > 0) return accepted.some((result) => result.value);
    throw unavailable(results.map((result) => (result as PromiseRejectedResult).reason));
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
    if (this.controllers.length === 1) return this.controllers;
    const allowed = this.controllers.filter((controller) => this.#breaker.allows(controller));
    return [...allowed, ...this.controllers.filter((controller) => !allowed.includes(controller))];
  }
}

function isUnreachable(error: unknown): boolean {
  return ModelfleetError.isInstance(error, "connection_failed") || ModelfleetError.isInstance(error, "timeout");
}

function unavailable(errors: readonly unknown[]): unknown {
  const [first] = errors;
  // A single controller that answered, though not with what it should, says more by its own error.
  if (errors.length === 1 && !isUnreachable(first)) return first;
  const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error))).join("\n  ");
  return new ControllerUnavailableError(
    `No controller answered. Start one, or check the address.\n  ${reasons}`,
    errors,
  );
}
