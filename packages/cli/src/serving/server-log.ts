import type { ServedRequest } from "@modelfleet/server/node";
import { stripControls, stripToLine } from "../terminal/control-stripper.ts";
import { type Style, style } from "../terminal/style.ts";

const logLevels = ["debug", "info", "warn", "error", "off"] as const;

export type LogLevel = (typeof logLevels)[number];

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
  const told = (of: LogLevel): boolean => logLevels.indexOf(of) >= logLevels.indexOf(level);
  const write = (of: LogLevel, fields: Readonly<Record<string, unknown>>, line: () => string): void => {
    if (!told(of)) return;
    const time = new Date();
    const json = (): string => JSON.stringify({ time: time.toISOString(), level: of, ...fields });
    const human = (): string => `${style("dim", time.toTimeString().slice(0, 8), stream)} ${line()}`;
    stream.write(`${stream.isTTY ? human() : json()}\n`);
  };
  return {
    request(served) {
      const { method, status, durationMs, broken, requestId, remoteAddress } = served;
      const route = shown(served.path);
      const model = served.model === undefined ? undefined : shown(served.model);
      const fields = {
        message: "request",
        method,
        route,
        status,
        duration_ms: Math.round(durationMs * 10) / 10,
        model,
        request_id: requestId,
        remote_address: remoteAddress,
        ...(broken ? { broken } : {}),
      };
      write(levelOf(served), fields, () => {
        const seconds = `${(durationMs / 1000).toFixed(durationMs < 10_000 ? 3 : 1)} s`;
        const parts = [method, route, style(colourOf(status), String(status), stream), seconds, model, requestId];
        return [...parts, broken ? "broken off" : undefined].filter((part) => part !== undefined).join(" ");
      });
    },
    error(message, requestId) {
      const line = (): string => `${style("red", "error:", stream)} ${stripControls(message)}`;
      write("error", { message, request_id: requestId }, line);
    },
  };
}

function shown(text: string): string {
  return stripToLine(text).slice(0, maxNameLength);
}

function levelOf({ method, path, status, broken }: ServedRequest): LogLevel {
  if (status >= 500) return "error";
  // Who left is no fault of anybody's.
  if (status >= 400 && status !== 499) return "warn";
  return !broken && (routine.test(path) || method === "OPTIONS") ? "debug" : "info";
}

function colourOf(status: number): Style {
  if (status >= 500) return "red";
  return status >= 400 ? "yellow" : "green";
}
