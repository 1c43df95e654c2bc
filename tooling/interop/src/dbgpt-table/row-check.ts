import { expect } from "vitest";
import { withoutPorts } from "../check.ts";
import type { Ran } from "../python-clients/dbgpt-command.ts";
import { readPrettyTable } from "../python-clients/pretty-table.ts";
import type { TableCluster } from "./table-cluster.ts";
import { fill, type TableRow, type Values } from "./table-row.ts";

/** Runs a row on a cluster, and leaves it as the rows that follow need it. */
export type RowCheck = (cluster: TableCluster, row: FilledRow) => Promise<void>;

/** The commands of a row, once the check gives what stands in capitals. */
export interface FilledRow {
  theirs(values: Values): string[];
  ours(values: Values): string[];
}

export function fillable({ theirs, ours }: TableRow): FilledRow {
  return {
    theirs: (values) => fill(theirs, values),
    ours: (values) => fill(ours ?? "", values),
  };
}

/** What both of them list of an instance, but for the time, which goes on. */
export interface Listed {
  name: string;
  type: string;
  host: string;
  port: number;
  healthy: boolean;
  enabled: boolean;
  template: string;
}

const byKey = (rows: Listed[]): Listed[] =>
  rows.sort((a, b) => `${a.name}@${a.type}:${a.port}`.localeCompare(`${b.name}@${b.type}:${b.port}`));

export function listedByDbgpt({ exitCode, stdout, stderr }: Ran): Listed[] {
  expect([exitCode, stderr]).toEqual([0, ""]);
  const rows = readPrettyTable(stdout).map((row) => {
    expect(row["Last Heartbeat"]).toMatch(isoTime);
    return {
      name: row["Model Name"] ?? "",
      type: row["Model Type"] ?? "",
      host: row.Host ?? "",
      port: Number(row.Port),
      healthy: row.Healthy === "True",
      enabled: row.Enabled === "True",
      template: row["Prompt Template"] ?? "",
    };
  });
  return byKey(rows);
}

/** @param ran with `--json` */
export function listedByUs({ exitCode, stdout, stderr }: Ran): Listed[] {
  expect([exitCode, stderr]).toEqual([0, ""]);
  const rows = (JSON.parse(stdout) as OurRow[]).map(
    ({ modelName, modelType, promptTemplate, lastHeartbeat, ...row }) => {
      expect(lastHeartbeat).toMatch(isoTime);
      return { name: modelName, type: modelType, ...row, template: promptTemplate ?? "" };
    },
  );
  return byKey(rows);
}

interface OurRow {
  modelName: string;
  modelType: string;
  host: string;
  port: number;
  healthy: boolean;
  enabled: boolean;
  promptTemplate: string | null;
  lastHeartbeat: string;
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/;

export interface Outcome {
  success: boolean;
  message: string;
}

/** What `dbgpt` makes of an apply. */
export function applyOutcome({ exitCode, stdout }: Ran): Outcome {
  const [, message = "", success] =
    /WorkerApplyOutput\(message='(.*)', success=(True|False), timecost=/.exec(stdout.trim()) ?? [];
  expect(exitCode).toBe(0);
  return { success: success === "True", message: withoutPorts(message) };
}

/** What `modelfleet ... --json` says of the only instance. */
export function ourOutcome({ stdout, stderr }: Ran): Outcome {
  expect(stdout, stderr).toMatch(/^\[/);
  const outcomes = JSON.parse(stdout) as (Outcome & { timecost: number })[];
  expect(outcomes).toHaveLength(1);
  const [{ success, message } = { success: false, message: "" }] = outcomes;
  return { success, message: withoutPorts(message) };
}
