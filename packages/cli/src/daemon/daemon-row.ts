import { stripToLine } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";
import type { Column } from "../terminal/table-column.ts";
import type { DaemonHealth } from "./daemon-health.ts";
import type { DaemonKind, DaemonRecord } from "./daemon-record.ts";

/** What `status` shows of a server; with `--json` these are the fields of each object. */
export interface DaemonRow {
  kind: DaemonKind;
  pid: number;
  port: number;
  url: string;
  controller: string;
  health: DaemonHealth["health"];
  detail: string;
  /** ISO 8601. */
  startedAt: string;
  log: string;
  command: string;
}

export function daemonRow(record: DaemonRecord, { health, detail }: DaemonHealth): DaemonRow {
  const { kind, pid, port, url, controller, startedAt, log, command } = record;
  return { kind, pid, port, url, controller, health, detail, startedAt, log, command };
}

export const daemonColumns: readonly Column<DaemonRow>[] = [
  { title: "KIND", cell: ({ kind }) => kind },
  { title: "PID", cell: ({ pid }) => String(pid), alignRight: true },
  {
    title: "URL",
    cell: ({ url }) => stripToLine(url),
    short: { title: "ADDRESS", cell: ({ url }) => withoutScheme(stripToLine(url)) },
    minWidth: 14,
  },
  {
    title: "UP",
    cell: (row) => timeUp(row),
    short: { title: "UP", cell: (row) => timeUp(row).replace(/ .*/, "") },
    alignRight: true,
  },
  { title: "HEALTH", cell: ({ health }) => health, paint: (cell, { health }) => painted(cell, health) },
  {
    title: "DETAIL",
    cell: ({ detail }) => stripToLine(detail),
    short: { title: "DETAIL", cell: ({ detail }) => withoutScheme(stripToLine(detail)) },
    minWidth: 12,
  },
];

function withoutScheme(text: string): string {
  return text.replaceAll("http://", "");
}

function timeUp({ health, startedAt }: DaemonRow): string {
  return health === "dead" ? "" : timeSince(startedAt);
}

function painted(cell: string, health: DaemonHealth["health"]): string {
  return health === "healthy" ? cell : style("red", cell, process.stdout);
}

/** In its two largest units, such as `2d 3h`. */
export function timeSince(startedAt: string, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1_000));
  const units = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = units.findIndex(([count]) => count > 0);
  const shown = first < 0 ? units.slice(-1) : units.slice(first, first + 2);
  return shown.map(([count, unit]) => `${count}${unit}`).join(" ");
}
