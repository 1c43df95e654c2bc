import type { ModelRegistry } from "@modelfleet/core";
import { connectionLost } from "./fault-gate.ts";

/** The registry as a worker reaches it: not while one of the two is away. */
export function reachedRegistry(registry: ModelRegistry, isAway: () => boolean): ModelRegistry {
  const reach = <T>(call: () => Promise<T>): Promise<T> => (isAway() ? Promise.reject(connectionLost()) : call());
  return {
    registerInstance: (instance, options) => reach(() => registry.registerInstance(instance, options)),
    deregisterInstance: (instance, options) => reach(() => registry.deregisterInstance(instance, options)),
    sendHeartbeat: (instance, options) => reach(() => registry.sendHeartbeat(instance, options)),
    getAllInstances: (key, options) => reach(() => registry.getAllInstances(key, options)),
    getAllModelInstances: (options) => reach(() => registry.getAllModelInstances(options)),
  };
}
