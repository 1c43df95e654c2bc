import { stripToLine } from "../terminal/control-stripper.ts";
import { ageText, countText, secondsText, speedText } from "../terminal/short-numbers.ts";
import { style } from "../terminal/style.ts";
import type { Column } from "../terminal/table-column.ts";
import type { InstanceStatus } from "./fleet-history.ts";

/** What rows can be sorted by, in the order that `s` goes through. */
export const sortOrders = ["name", "address", "state", "busy", "tokens", "first", "errors"] as const;
export type SortOrder = (typeof sortOrders)[number];

const typeNames: Readonly<Record<string, string>> = { text2vec: "embed", reranker: "rerank" };
export const shortStates: Readonly<Record<InstanceStatus["state"], string>> = {
  healthy: "up",
  unhealthy: "down",
  disabled: "off",
};

export const addressOf = ({ instance: { host, port } }: InstanceStatus): string =>
  stripToLine(`${host.includes(":") ? `[${host}]` : host}:${port}`);

interface StatusColumn extends Column<InstanceStatus> {
  sort?: SortOrder;
}

const busy = ({ figures }: InstanceStatus): string => (figures ? `${figures.inFlight}/${figures.slots}` : "");
const busyAndWaiting = ({ figures }: InstanceStatus): string =>
  figures ? `${figures.inFlight}${figures.waiting > 0 ? `+${figures.waiting}` : ""}` : "";

function paintState(cell: string, { state }: InstanceStatus): string {
  if (state === "healthy") return style("green", cell, process.stdout);
  return style(state === "disabled" ? "yellow" : "red", cell, process.stdout);
}

const name: StatusColumn = {
  title: "NAME",
  sort: "name",
  cell: ({ instance }) => stripToLine(instance.modelName),
  minWidth: 12,
};
const address: StatusColumn = { title: "ADDRESS", sort: "address", cell: addressOf, minWidth: 14 };
const speeds: readonly StatusColumn[] = [
  {
    title: "TOK/S",
    sort: "tokens",
    cell: ({ tokensPerSecond }) => speedText(tokensPerSecond),
    alignRight: true,
  },
  {
    title: "FIRST",
    sort: "first",
    cell: ({ firstTokenSeconds }) => secondsText(firstTokenSeconds),
    alignRight: true,
  },
  {
    title: "ERR",
    sort: "errors",
    cell: ({ figures }) => countText(figures?.requests.error),
    alignRight: true,
    paint: (cell, { figures }) => (figures?.requests.error ? style("red", cell, process.stdout) : cell),
  },
  { title: "BEAT", cell: ({ heartbeatAgeSeconds }) => ageText(heartbeatAgeSeconds), alignRight: true },
];

/** From 100 columns on. */
const wideColumns: readonly StatusColumn[] = [
  name,
  { title: "TYPE", cell: ({ instance }) => stripToLine(instance.workerType) },
  address,
  { title: "STATE", sort: "state", cell: ({ state }) => state, paint: paintState },
  { title: "BUSY", sort: "busy", cell: busy, alignRight: true },
  { title: "WAIT", cell: ({ figures }) => countText(figures?.waiting), alignRight: true },
  ...speeds,
];

const narrowColumns: readonly StatusColumn[] = [
  name,
  { title: "TYPE", cell: ({ instance: { workerType } }) => typeNames[workerType] ?? stripToLine(workerType) },
  address,
  { title: "STATE", sort: "state", cell: ({ state }) => shortStates[state], paint: paintState },
  { title: "BUSY", sort: "busy", cell: busyAndWaiting, alignRight: true },
  ...speeds,
];

/** @param sorted marked in its title */
export function instanceColumns(
  width: number,
  sorted?: { by: SortOrder; reverse: boolean },
): readonly Column<InstanceStatus>[] {
  const columns = width < 100 ? narrowColumns : wideColumns;
  return columns.map((column) =>
    sorted !== undefined && column.sort === sorted.by
      ? { ...column, title: `${column.title}${sorted.reverse ? "▲" : "▼"}` }
      : column,
  );
}
