import { formatWorkerKey, type WorkerType } from "@modelfleet/core";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";

/** Options that name a model, and perhaps one of its instances. */
export interface TargetOptions extends GlobalOptions {
  modelName: string;
  modelType?: WorkerType;
  host?: string;
  port?: string;
}

export interface ModelTarget {
  modelName: string;
  workerType: WorkerType;
  workerKey: string;
  host?: string | undefined;
  port?: number | undefined;
}

/** @throws InvalidInputError, CommandError for what cannot be, before anything is sent */
export function readTarget({ modelName, modelType = "llm", host, port }: TargetOptions): ModelTarget {
  const workerKey = formatWorkerKey(modelName, modelType);
  return { modelName, workerType: modelType, workerKey, host, port: port === undefined ? undefined : readPort(port) };
}

/** @throws CommandError */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new CommandError(`--port ${JSON.stringify(text)} is no port: give a number from 1 to 65535.`, exitCodes.usage);
}

/** Whether something is at the host and the port that were given, as far as they were. */
export function isAt(at: { host: string; port: number }, { host, port }: Pick<ModelTarget, "host" | "port">): boolean {
  return (host === undefined || at.host === host) && (port === undefined || at.port === port);
}

/** As people write it; an IPv6 address in brackets. */
export function addressText({ host, port }: { host: string; port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
