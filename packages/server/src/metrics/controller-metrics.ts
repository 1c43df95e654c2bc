import type { ModelInstance } from "@modelfleet/core";
import type { MetricFamily } from "./metric-family.ts";

/** Whoever may register may make up names; beyond these, they count together. */
const maxSeries = 1_000;

type Health = "healthy" | "unhealthy" | "disabled";

interface Series {
  model: string;
  workerType: string;
  counts: Record<Health, number>;
}

/** The figures of a controller: instances by model and health. */
export function controllerMetrics(instances: readonly ModelInstance[]): MetricFamily[] {
  const series = new Map<string, Series>();
  for (const instance of instances) {
    const { workerKey } = instance;
    const key = series.has(workerKey) || series.size < maxSeries ? workerKey : "";
    const known = series.get(key) ?? emptySeries(key === "" ? undefined : instance);
    known.counts[healthOf(instance)] += 1;
    series.set(key, known);
  }
  return [
    {
      name: "modelfleet_controller_instances",
      type: "gauge",
      help: `Registered instances by health; those of models beyond the first ${maxSeries} have an empty model.`,
      samples: [...series.values()].flatMap(({ model, workerType, counts }) =>
        Object.entries(counts).map(([health, value]) => ({
          labels: { model, worker_type: workerType, health },
          value,
        })),
      ),
    },
  ];
}

function emptySeries({ modelName = "", workerType = "" }: Partial<ModelInstance> = {}): Series {
  return { model: modelName, workerType, counts: { healthy: 0, unhealthy: 0, disabled: 0 } };
}

function healthOf({ healthy, enabled }: ModelInstance): Health {
  if (!enabled) return "disabled";
  return healthy ? "healthy" : "unhealthy";
}
