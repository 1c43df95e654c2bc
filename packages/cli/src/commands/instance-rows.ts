import type { ModelInstance } from "@modelfleet/client";
import { stripToLine } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";
import type { Column } from "../terminal/table-column.ts";

/** What `model list` shows of an instance; with `--json` these are the fields of each object. */
export interface InstanceRow {
  modelName: string;
  modelType: string;
  host: string;
  port: number;
  healthy: boolean;
  enabled: boolean;
  promptTemplate: string | null;
  /** ISO 8601 without a zone: by the controller's clock. */
  lastHeartbeat: string | null;
}

export function instanceRow(instance: ModelInstance): InstanceRow {
  const { modelName, workerType, host, port, healthy, enabled, promptTemplate, lastHeartbeat } = instance;
  return {
    modelName,
    modelType: workerType,
    host,
    port,
    healthy,
    enabled,
    promptTemplate: promptTemplate ?? null,
    lastHeartbeat: lastHeartbeat ?? null,
  };
}

/** By name (upper and lower case alike), type, host and port. `localeCompare` would cost a command 6 ms. */
export function sortInstances(instances: readonly ModelInstance[]): ModelInstance[] {
  const key = ({ modelName, workerType, host }: ModelInstance): string =>
    [modelName.toLowerCase(), modelName, workerType, host].join("\u0000");
  const keyed = instances.map((instance) => ({ instance, key: key(instance) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.instance.port - b.instance.port));
  return keyed.map(({ instance }) => instance);
}

const yesNo = (value: boolean): string => (value ? "yes" : "no");
const paintNo = (value: boolean, cell: string): string => (value ? cell : style("red", cell, process.stdout));

export const instanceColumns: readonly Column<InstanceRow>[] = [
  { title: "NAME", cell: (row) => stripToLine(row.modelName), minWidth: 16 },
  { title: "TYPE", cell: (row) => stripToLine(row.modelType) },
  { title: "HOST", cell: (row) => stripToLine(row.host), minWidth: 12 },
  { title: "PORT", cell: (row) => String(row.port), alignRight: true },
  { title: "HEALTHY", cell: (row) => yesNo(row.healthy), paint: (cell, row) => paintNo(row.healthy, cell) },
  { title: "ENABLED", cell: (row) => yesNo(row.enabled), paint: (cell, row) => paintNo(row.enabled, cell) },
  {
    title: "PROMPT TEMPLATE",
    cell: (row) => stripToLine(row.promptTemplate ?? ""),
    short: { title: "PROMPT", cell: (row) => stripToLine(row.promptTemplate ?? "") },
    minWidth: 6,
    optional: true,
  },
  {
    title: "LAST HEARTBEAT",
    cell: (row) => withoutFraction(row.lastHeartbeat),
    short: { title: "HEARTBEAT", cell: (row) => withoutFraction(row.lastHeartbeat).replace(/^.*T/, "") },
  },
];

function withoutFraction(time: string | null): string {
  return stripToLine(time ?? "").replace(/\.\d+/, "");
}
