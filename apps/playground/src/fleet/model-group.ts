import type { Exchange } from "../fleet-connection/exchange-log.ts";
import type { FleetStatus, InstanceStatus } from "./fleet-history.ts";
import type { AskIntent } from "./instance-menu.tsx";

/** The instances of one model. */
export interface ModelGroup {
  key: string;
  name: string;
  workerType: string;
  statuses: readonly InstanceStatus[];
}

export interface InstancesProps {
  fleet: FleetStatus;
  groups: readonly ModelGroup[];
  /** What an instance answered last, where that was asked from this tab. */
  lastOf: (status: InstanceStatus) => Exchange | undefined;
  newest: Exchange | undefined;
  ask: AskIntent;
}

export function groupByModel(statuses: readonly InstanceStatus[]): ModelGroup[] {
  return [...Map.groupBy(statuses, ({ instance }) => instance.workerKey)].map(([key, rows]) => ({
    key,
    name: rows[0]?.instance.modelName ?? key,
    workerType: rows[0]?.instance.workerType ?? "",
    statuses: rows,
  }));
}
