import type { WorkerType } from "@modelfleet/core";
import { useEffect } from "react";
import { useInstances } from "../fleet-connection/use-fleet.ts";
import type { TextTask } from "./text-tasks.ts";

/** Models of a type that have a healthy instance, by name; `undefined` until the registry was asked. */
export function useTextModels<Result>(
  workerType: WorkerType,
  task: TextTask<Result>,
): { models: readonly string[] | undefined; error: unknown } {
  const { data, error } = useInstances(5_000);
  const models =
    data &&
    [
      ...new Set(
        data.filter((row) => row.workerType === workerType && row.healthy && row.enabled).map((row) => row.modelName),
      ),
    ].sort();
  const known = models?.join("\n");
  useEffect(() => {
    const names = known ? known.split("\n") : [];
    const { model } = task.inputs.get();
    if (names[0] !== undefined && (model === undefined || !names.includes(model))) task.change({ model: names[0] });
  }, [known, task]);
  return { models, error };
}
