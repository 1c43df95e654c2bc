import { wrapVerbatim } from "../markdown/wrap.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { countText, speedText } from "../terminal/short-numbers.ts";
import { style } from "../terminal/style.ts";
import { renderTable } from "../terminal/table.ts";
import type { TerminalSize } from "../terminal/terminal-size.ts";
import { cutToWidth, padToWidth, textWidthFor } from "../terminal/text-width.ts";
import type { FleetStatus } from "./fleet-history.ts";
import { helpLines } from "./help-lines.ts";
import { instanceColumns, shortStates } from "./instance-columns.ts";
import { instanceLines } from "./instance-lines.ts";
import { selectedInstance, type TopState, visibleInstances } from "./top-state.ts";

/** Lines above the rows of the table: title, sums, a blank one or a message, column titles. */
const headLines = 4;

/** How many rows of the table are seen at once. */
export function pageRows({ rows }: TerminalSize): number {
  return Math.max(1, rows - headLines - 1);
}

const bold = (text: string): string => style("bold", text, process.stdout);
const dim = (text: string): string => style("dim", text, process.stdout);

/** The whole screen, line by line: `size.rows` lines at most, each of them as wide as the screen at most. */
export async function topFrame(state: TopState, address: string, size: TerminalSize): Promise<string[]> {
  const head = [await titleLine(state, address, size), await sumsLine(state, size)];
  const body = await bodyLines(state, size);
  const filled = [...head, ...body].slice(0, Math.max(0, size.rows - 1));
  while (filled.length < size.rows - 1) filled.push("");
  const lines = [...filled, await fitted(footer(state), size.columns, dim)];
  return lines.map((line) => wrapVerbatim(line, size.columns)[0] ?? "");
}

async function bodyLines(state: TopState, size: TerminalSize): Promise<string[]> {
  if (state.help) return ["", ...helpLines];
  const selected = selectedInstance(state);
  if (state.detailed && selected) return ["", ...(await instanceLines(selected, size))];
  return listLines(state, size);
}

async function listLines(state: TopState, size: TerminalSize): Promise<string[]> {
  const visible = visibleInstances(state);
  const message = await messageLine(state, size);
  if (visible.length === 0) return [message, "", `  ${nothing(state)}`];
  const selected = selectedInstance(state);
  const columns = instanceColumns(size.columns, { by: state.sort, reverse: state.reverse });
  // All rows, seen or not, so that columns keep their width while one scrolls.
  const [titles = "", ...rows] = await renderTable(columns, visible, {
    maxWidth: size.columns - 2,
    paintTitle: bold,
  });
  const at = visible.findIndex(({ key }) => key === selected?.key);
  const page = pageRows(size);
  const from = Math.max(0, Math.min(at - Math.floor(page / 2), visible.length - page));
  const shown = rows.slice(from, from + page).map((row, index) => {
    return from + index === at ? `${style("cyan", "›", process.stdout)} ${bold(row)}` : `  ${row}`;
  });
  return [message, `  ${titles}`, ...shown];
}

function nothing({ fleet, filter, failure }: TopState): string {
  if (!fleet) return failure === undefined ? "Asking the controller…" : "Nothing to show yet.";
  return filter === "" ? "No models are registered." : "Nothing of that name, type, address or state.";
}

async function titleLine({ fleet }: TopState, address: string, { columns }: TerminalSize): Promise<string> {
  const clock = fleet ? new Date(fleet.at).toTimeString().slice(0, 8) : "";
  const left = `modelfleet top  ${stripToLine(address)}`;
  const widthOf = await textWidthFor([left]);
  const room = columns - clock.length - 1;
  const [name = "", ...rest] = padToWidth(cutToWidth(left, room, widthOf), room, widthOf).split("  ");
  return `${bold(name)}  ${rest.join("  ")} ${clock}`;
}

async function sumsLine({ fleet }: TopState, { columns }: TerminalSize): Promise<string> {
  return fitted(fleet ? sums(fleet, columns >= 100) : "", columns);
}

function sums({ instances, workers }: FleetStatus, wide: boolean): string {
  const states = (["healthy", "unhealthy", "disabled"] as const).flatMap((state) => {
    const count = instances.filter((status) => status.state === state).length;
    return count > 0 ? [`${count} ${wide ? state : shortStates[state]}`] : [];
  });
  const parts = [[counted(instances.length, "instance"), states.join(", ")].filter(Boolean).join(": ")];
  if (wide) parts.push(counted(workers, "worker"));
  if (instances.some(({ figures }) => figures)) {
    const total = (of: (status: FleetStatus["instances"][number]) => number | undefined): number =>
      instances.reduce((sum, status) => sum + (of(status) ?? 0), 0);
    const running = total(({ figures }) => figures?.inFlight);
    const waiting = total(({ figures }) => figures?.waiting);
    const failed = total(({ figures }) => figures?.requests.error);
    parts.push(`${running} running, ${waiting} waiting`);
    // Speeds are told from two looks.
    if (instances.some(({ tokensPerSecond }) => tokensPerSecond !== undefined)) {
      parts.push(`${speedText(total(({ tokensPerSecond }) => tokensPerSecond))} tok/s`);
    }
    parts.push(`${countText(failed)} failed`);
  }
  return parts.join(" · ");
}

function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? "" : "s"}`;
}

async function messageLine({ failure, filter, typing }: TopState, { columns }: TerminalSize): Promise<string> {
  if (typing || filter !== "") return fitted(`filter: ${stripToLine(filter)}${typing ? "█" : ""}`, columns);
  return failure === undefined ? "" : fitted(`! ${failure}`, columns, (text) => style("red", text, process.stdout));
}

function footer({ typing, detailed, help, filter }: TopState): string {
  if (typing) return "type to filter · Enter keeps it · Esc clears it";
  if (help) return "any key goes back · q quits";
  if (detailed) return "Esc back · ↑↓ another · q quit";
  return `↑↓ select · Enter details · / filter${filter === "" ? "" : " · Esc all"} · s sort · r reverse · ? help · q quit`;
}

/** Server messages and names may be as wide as they like. */
async function fitted(text: string, width: number, paint: (text: string) => string = (same) => same): Promise<string> {
  return paint(cutToWidth(stripToLine(text), width, await textWidthFor([text])));
}
