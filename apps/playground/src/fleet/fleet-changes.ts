import type { FleetStatus, Health } from "./fleet-history.ts";

/** Something that happened to the fleet. */
export interface FleetChange {
  at: number;
  kind: "controller-gone" | "controller-back" | "appeared" | "gone" | Health;
  model?: string;
  address?: string;
}

/** What happened between two readings. Heartbeats and figures are no news. */
export function changesBetween(before: FleetStatus, after: FleetStatus): FleetChange[] {
  const { at } = after;
  const known = new Map(before.instances.map((status) => [status.key, status]));
  const present = new Set(after.instances.map(({ key }) => key));
  return [
    ...after.instances.flatMap(({ key, health, address, instance: { modelName: model } }): FleetChange[] => {
      const was = known.get(key);
      if (!was) return [{ at, kind: "appeared", model, address }];
      return was.health === health ? [] : [{ at, kind: health, model, address }];
    }),
    ...before.instances
      .filter(({ key }) => !present.has(key))
      .map(({ address, instance: { modelName: model } }): FleetChange => ({ at, kind: "gone", model, address })),
  ];
}
