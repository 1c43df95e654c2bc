import {
  type CallOptions,
  type ModelInstance,
  ModelNotFoundError,
  type ModelRegistry,
  NoHealthyInstanceError,
  splitWorkerKey,
} from "@modelfleet/core";

/** The error that says what there is in place of a usable instance. Loaded when it is needed: most pages never do. */
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
