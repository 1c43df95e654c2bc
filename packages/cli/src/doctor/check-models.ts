import type { ModelInstance } from "@modelfleet/core";
import { type Finding, note, ok, problem, warning } from "./finding.ts";

/** Whether every model has somewhere to run. */
export function checkModels(instances: readonly ModelInstance[]): Finding[] {
  const models = instances.filter(({ workerType }) => workerType !== "service");
  if (models.length === 0) {
    return [
      warning(
        "model",
        "no models are registered",
        "Start a worker (modelfleet start worker), or give it the address of this controller.",
      ),
    ];
  }
  const byKey = Map.groupBy(models, ({ workerKey }) => workerKey);
  const findings = [...byKey].flatMap(([key, rows]) => checkModel(key, rows));
  const well = [...byKey].filter(([, rows]) => rows.some(isUsable)).length;
  return [...(well > 0 ? [ok("model", `${well} of ${byKey.size} models have a healthy instance`)] : []), ...findings];
}

function checkModel(workerKey: string, rows: readonly ModelInstance[]): Finding[] {
  const addresses = (instances: readonly ModelInstance[]): string =>
    instances.map(({ host, port }) => `${host}:${port}`).join(", ");
  const unhealthy = rows.filter(({ healthy, enabled }) => enabled && !healthy);
  const disabled = rows.filter(({ enabled }) => !enabled);
  const advice =
    "Its worker was stopped, or its heartbeats do not arrive: see the worker's log, and whether it reaches the controller.";
  if (!rows.some(isUsable) && unhealthy.length > 0) {
    return [problem("model", `${workerKey} has no healthy instance: ${addresses(unhealthy)}`, advice)];
  }
  if (!rows.some(isUsable)) return [note("model", `${workerKey} is disabled at ${addresses(disabled)}`)];
  return unhealthy.length > 0
    ? [warning("model", `${workerKey} is unhealthy at ${addresses(unhealthy)}; others answer for it`, advice)]
    : [];
}

const isUsable = ({ healthy, enabled }: ModelInstance): boolean => healthy && enabled;
