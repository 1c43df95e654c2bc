import type { ModelFigures } from "@modelfleet/client/operator";
import type { ModelInstance, ModelRegistry } from "@modelfleet/core";
import type { FiguresReader, FiguresState } from "./figures-reader.ts";

export interface InstanceReading {
  instance: ModelInstance;
  figuresState: FiguresState;
  figures: ModelFigures | undefined;
}

/** The fleet at one moment. */
export interface FleetReading {
  /** Milliseconds since the epoch. */
  at: number;
  /** Models only; what runs them is counted. */
  instances: readonly InstanceReading[];
  workers: number;
}

/** Asks the controller, then all workers at once. Rejects where no controller answers, or with the signal's reason. */
export async function readFleet(
  registry: ModelRegistry,
  reader: FiguresReader,
  now: () => number,
  signal: AbortSignal,
): Promise<FleetReading> {
  const rows = await registry.getAllModelInstances({ signal });
  const models = rows.filter(({ workerType }) => workerType !== "service");
  const addressOf = ({ host, port }: ModelInstance): string => `${host}:${port}`;
  // Those of a stopped worker are asked too: it may only be late.
  const workers = new Map(models.map((row) => [addressOf(row), row]));
  const figures = new Map(
    await Promise.all([...workers].map(async ([address, row]) => [address, await reader.read(row, signal)] as const)),
  );
  return {
    at: now(),
    workers: new Set(rows.map(addressOf)).size,
    instances: models.map((instance) => {
      const worker = figures.get(addressOf(instance));
      return {
        instance,
        figuresState: worker?.state ?? "none",
        figures: worker?.models.get(instance.workerKey),
      };
    }),
  };
}
