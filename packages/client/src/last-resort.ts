import {
  type CallOptions,
  type ModelInstance,
  ModelNotFoundError,
  type ModelRegistry,
  NoHealthyInstanceError,
  splitWorkerKey,
} from "@modelfleet/core";
import { addressOf } from "./address-of.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";

/** The error that says what there is in place of a usable instance. */
export async function nothingToUse(
  registry: ModelRegistry,
  workerKey: string,
  instances: readonly ModelInstance[],
  { signal, headers }: CallOptions,
): Promise<NoHealthyInstanceError | ModelNotFoundError> {
  if (instances.length > 0) {
    return new NoHealthyInstanceError(
      `No healthy instance of ${workerKey}: ${instances.length} registered, none of them healthy and enabled. ` +
        "Check that its worker runs and can reach the controller.",
      workerKey,
    );
  }
  const { workerType } = splitWorkerKey(workerKey);
  const rows = await registry.getAllModelInstances({ signal, headers }).catch(() => []);
  signal?.throwIfAborted();
  const names = rows.filter((row) => row.workerType === workerType).map((row) => row.modelName);
  const knownModels = [...new Set(names)].sort();
  const known = knownModels.length > 0 ? `Registered: ${knownModels.join(", ")}.` : "None of that type is registered.";
  return new ModelNotFoundError(`No model ${workerKey} at the controller. ${known}`, { workerKey, knownModels });
}

/** Of one instance its own error, of several one that says so. */
export function allFailed(workerKey: string, failures: readonly unknown[]): unknown {
  const last = failures.at(-1);
  if (failures.length === 1) return last;
  return new NoHealthyInstanceError(
    `${failures.length} instances of ${workerKey} were tried and failed, one of them with: ` +
      (last instanceof Error ? last.message : String(last)),
    workerKey,
    { cause: last },
  );
}

/** All of them rest: a try at the one that has rested longest is better than a failure. */
export function firstToWake(instances: readonly ModelInstance[], breaker: CircuitBreaker): ModelInstance {
  const wakes = (instance: ModelInstance) => breaker.restsUntil(addressOf(instance));
  return instances.reduce((first, instance) => (wakes(instance) < wakes(first) ? instance : first));
}

/** Of those that were known earlier: a controller that has just started hears of them with their next heartbeats only. */
export function firstLeft(
  earlier: readonly ModelInstance[] | undefined,
  tried: ReadonlySet<string>,
  breaker: CircuitBreaker,
): ModelInstance | undefined {
  return earlier?.find((instance) => {
    const address = addressOf(instance);
    return instance.healthy && instance.enabled && !tried.has(address) && breaker.allows(address);
  });
}
