import type { DaemonKind } from "../daemon/daemon-record.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonLine } from "../terminal/json.ts";
import type { RunningModel } from "./local-worker.ts";

/** A server that answers, and what can be reached at it. */
export interface ReadyServer {
  kind: DaemonKind;
  url: string;
  port: number;
  /** Its controller, or several separated by commas; itself, if it is one. */
  controller?: string | undefined;
  /** The base of OpenAI's protocol. */
  api?: string | undefined;
  playground?: string | undefined;
  models?: readonly RunningModel[] | undefined;
}

/** On standard output, for programs too: with `json` one line, for those that wait until it serves. */
export function tellReady(server: ReadyServer, json = false): void {
  const { kind, url, port, controller, api, playground, models } = server;
  if (json) {
    const named = models?.map(({ name, workerType }) => ({ modelName: name, modelType: workerType }));
    process.stdout.write(jsonLine({ kind, pid: process.pid, port, url, controller, api, playground, models: named }));
    return;
  }
  const lines = [
    ...(kind === "worker" ? [`Worker: ${url}`] : []),
    ...(controller === url ? [`Controller: ${url}`] : []),
    ...(api ? [`API: ${api}`] : []),
    ...(playground ? [`Playground: ${playground}`] : []),
    ...(models ?? []).map(({ name, workerType }) => `Model: ${stripToLine(name)} (${workerType})`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
