import type { CallOptions } from "./call-options.ts";
import type { ModelInstance, ModelInstanceAddress, ModelInstanceRegistration } from "./model-instance.ts";

/**
 * The registry of model instances that a controller keeps.
 *
 * Source: `ModelRegistry` in DB-GPT's `model/cluster/registry.py`. Its `sync_*` twins have no counterpart: JavaScript
 * has no blocking calls.
 */
export interface ModelRegistry {
  /** Adds an instance, or replaces what is known of it. */
  registerInstance(instance: ModelInstanceRegistration, options?: CallOptions): Promise<boolean>;
  /** Removes an instance, or marks it as stopped where the registry keeps those. */
  deregisterInstance(
    instance: ModelInstanceAddress,
    options?: CallOptions & { removeFromRegistry?: boolean | undefined },
  ): Promise<boolean>;
  /** Says that an instance lives. An unknown one is registered. */
  sendHeartbeat(instance: ModelInstanceRegistration, options?: CallOptions): Promise<boolean>;
  /** The instances of one worker key. */
  getAllInstances(workerKey: string, options?: RegistryQuery): Promise<ModelInstance[]>;
  /** The instances of every worker key. */
  getAllModelInstances(options?: RegistryQuery): Promise<ModelInstance[]>;
}

export interface RegistryQuery extends CallOptions {
  /** Only those that are healthy; false by default. */
  healthyOnly?: boolean | undefined;
}
