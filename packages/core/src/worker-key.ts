import { InvalidInputError } from "./errors/invalid-input-error.ts";

/**
 * What a worker runs. `service` is the worker manager of a worker process itself.
 *
 * Source: `WorkerType` and `WORKER_MANAGER_SERVICE_TYPE` in DB-GPT's `model/parameter.py` and `model/cluster/base.py`.
 */
export type WorkerType = "llm" | "text2vec" | "reranker" | "service";

export const workerTypes: readonly WorkerType[] = ["llm", "text2vec", "reranker", "service"];

/** The model name under which the worker manager of each worker process registers itself, with type `service`. */
export const workerManagerServiceName = "WorkerManager";

/** @throws InvalidInputError for anything but the four types */
export function parseWorkerType(value: string): WorkerType {
  if ((workerTypes as readonly string[]).includes(value)) return value as WorkerType;
  throw new InvalidInputError(`Unknown worker type ${JSON.stringify(value)}: use one of ${workerTypes.join(", ")}.`);
}

/**
 * The name under which a model is registered: `name@type`.
 *
 * @throws InvalidInputError if the name is empty or has an `@`, which upstream's controllers cannot parse
 */
export function formatWorkerKey(modelName: string, workerType: WorkerType): string {
  if (modelName === "") throw new InvalidInputError("The model name is empty: give the name of a registered model.");
  if (modelName.includes("@")) {
    throw new InvalidInputError(
      `The model name ${JSON.stringify(modelName)} has an "@", which separates name and type in a worker key: ` +
        `give the name without its type.`,
    );
  }
  return `${modelName}@${parseWorkerType(workerType)}`;
}

/** @throws InvalidInputError unless `key` is `name@type` with one of the worker types and a single `@` */
export function parseWorkerKey(key: string): { modelName: string; workerType: WorkerType } {
  const { modelName, workerType } = splitWorkerKey(key);
  if (modelName === "" || modelName.includes("@") || workerType === "") {
    throw new InvalidInputError(`${JSON.stringify(key)} is not a worker key: expected name@type, such as "qwen@llm".`);
  }
  return { modelName, workerType: parseWorkerType(workerType) };
}

/** The lenient form for rows of a registry, of which one odd one must not hide the others: splits at the last `@`. */
export function splitWorkerKey(key: string): { modelName: string; workerType: string } {
  const at = key.lastIndexOf("@");
  return at < 0 ? { modelName: key, workerType: "" } : { modelName: key.slice(0, at), workerType: key.slice(at + 1) };
}
