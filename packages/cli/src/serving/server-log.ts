import type { ServedRequest } from "@modelfleet/server/node";
import { stripToLine } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";
import { type EntryLevel, entryText, type LogEntry } from "./log-entry.ts";

export type LogLevel = EntryLevel | "off";

const logLevels: readonly LogLevel[] = ["debug", "info", "warn", "error", "off"];

/** What a server tells while it runs: requests that are over, and what failed. Never what was said in them. */
export interface ServerLog {
  request(served: ServedRequest): void;
  error(message: string, requestId?: string): void;
}

/** Names are for finding a request, not for filling a disk. */
const maxNameLength = 200;

/** Asked all the time by machines, or a page's own files; interesting where they fail. */
const routine = /^\/(?:api\/health|api\/controller\/(?:models|heartbeat)|(?!api\/|v1\/).*)$/;

/**
 * A log on standard error: a line of JSON for each entry, or on a terminal one for a person to read.
 *
 * @param level the least that is told
 */
export function openServerLog(level: LogLevel = "info", stream: NodeJS.WriteStream = process.stderr): ServerLog {
  const write = (entry: Omit<LogEntry, "time">): void => {
    if (logLevels.indexOf(entry.level) < logLevels.indexOf(level)) return;
    const time = new Date();
    if (!stream.isTTY) return void stream.write(`${JSON.stringify({ time: time.toISOString(), ...entry })}\n`);
    const clock = time.toTimeString().slice(0, 8);
    const room = (stream.columns || 80) - clock.length - 1;
    stream.write(`${style("dim", clock, stream)} ${entryText({ time: "", ...entry }, stream, room)}\n`);
  };
  return {
    request(served) {
      const { method, status, durationMs, broken, requestId, remoteAddress } = served;
      write({
        level: levelOf(served),
        message: "request",
        method,
        route: shown(served.path),
        status,
        duration_ms: Math.round(durationMs * 10) / 10,
        model: served.model === undefined ? undefined : shown(served.model),
        request_id: requestId,
        remote_address: remoteAddress,
        ...(broken ? { broken } : {}),
      });
    },
    error: (message, requestId) => write({ level: "error", message, request_id: requestId }),
  };
}

function shown(text: string): string {
  return stripToLine(text).slice(0, maxNameLength);
}

function levelOf({ method, path, status, broken }: ServedRequest): EntryLevel {
  if (status >= 500) return "error";
  // Who left is no fault of anybody's.
  if (status >= 400 && status !== 499) return "warn";
  return !broken && (routine.test(path) || method === "OPTIONS") ? "debug" : "info";
}
