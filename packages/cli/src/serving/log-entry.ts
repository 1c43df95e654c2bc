import { stripControls, stripToLine } from "../terminal/control-stripper.ts";
import { type Style, style } from "../terminal/style.ts";

export type EntryLevel = "debug" | "info" | "warn" | "error";

/** One entry of a server's log, as its line of JSON has it. */
export interface LogEntry {
  /** ISO 8601, UTC. */
  time: string;
  level: EntryLevel;
  message: string;
  request_id?: string | undefined;
  /** Of a request, like all that follow. */
  method?: string | undefined;
  route?: string | undefined;
  status?: number | undefined;
  duration_ms?: number | undefined;
  model?: string | undefined;
  remote_address?: string | undefined;
  broken?: boolean | undefined;
}

/** What each line of JSON begins with, and no other line does. */
export const entryStart = '{"time":"';

/** The entry in a line; `undefined` for what native code wrote, and lines of older versions. */
export function parseEntry(line: string): LogEntry | undefined {
  if (!line.startsWith(entryStart)) return undefined;
  try {
    const entry = JSON.parse(line) as Partial<LogEntry>;
    return typeof entry.message === "string" ? (entry as LogEntry) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An entry for a person, without its time. The id of a request that went well is left out where the line would be too
 * long with it.
 *
 * @param room in columns
 */
export function entryText(entry: LogEntry, stream: NodeJS.WriteStream, room = Number.POSITIVE_INFINITY): string {
  const { method, status, level } = entry;
  if (method === undefined || status === undefined) {
    const told = stripControls(entry.message);
    return level === "error" ? `${style("red", "error:", stream)} ${told}` : told;
  }
  const durationMs = entry.duration_ms ?? 0;
  const seconds = `${(durationMs / 1000).toFixed(durationMs < 10_000 ? 3 : 1)} s`;
  const shown = (text: string | undefined): string | undefined => text && stripToLine(text);
  const parts = (id: string | undefined, state: string): string =>
    [shown(method), shown(entry.route), state, seconds, shown(entry.model), id, entry.broken ? "broken off" : undefined]
      .filter((part) => part !== undefined)
      .join(" ");
  const id = shown(entry.request_id);
  const fits = status >= 400 || parts(id, String(status)).length <= room;
  return parts(fits ? id : undefined, style(colourOf(status), String(status), stream));
}

function colourOf(status: number): Style {
  if (status >= 500) return "red";
  return status >= 400 ? "yellow" : "green";
}
