import type { ModelInstanceAddress, ModelRegistry } from "@modelfleet/core";
import { workerHostFault } from "./worker-host.ts";

/** Whether a worker may be at an address. */
export type AllowInstance = (address: ModelInstanceAddress) => boolean;

/**
 * A registry as a gateway or an API server should see it, which calls what stands there: only with instances that may
 * be called. Those whose host no worker can have (`0.0.0.0`, link-local addresses, what is no host at all) never are.
 *
 * @param allow asked about the others; all by default
 */
export function allowedInstances(registry: ModelRegistry, allow: AllowInstance = () => true): ModelRegistry {
  const allowed = (address: ModelInstanceAddress): boolean =>
    workerHostFault(address.host) === undefined && allow(address);
  return {
    registerInstance: (instance, options) => registry.registerInstance(instance, options),
    deregisterInstance: (instance, options) => registry.deregisterInstance(instance, options),
    sendHeartbeat: (instance, options) => registry.sendHeartbeat(instance, options),
    getAllInstances: async (key, query) => (await registry.getAllInstances(key, query)).filter(allowed),
    getAllModelInstances: async (query) => (await registry.getAllModelInstances(query)).filter(allowed),
  };
}
