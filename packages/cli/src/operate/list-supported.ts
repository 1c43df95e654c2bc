import type { ModelListOptions } from "../commands/model-list.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import type { Column } from "../terminal/table-column.ts";
import { say } from "../terminal/talk.ts";
import { addressText } from "./model-target.ts";
import { openFleet } from "./open-fleet.ts";
import { type Startable, startables } from "./startable.ts";

interface SupportedRow {
  modelName: string;
  modelType: string;
  provider: string | null;
  path: string | null;
  enabled: boolean;
  host: string;
  port: number;
}

/** What the workers could start. */
export async function listSupported(options: ModelListOptions): Promise<ExitCode> {
  const { modelName, modelType, json, watch } = options;
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const look = async (): Promise<SupportedRow[]> =>
    (await startables(open.fleet, {}, signal))
      .map(supportedRow)
      .filter((row) => row.modelName === (modelName ?? row.modelName) && row.modelType === (modelType ?? row.modelType))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const nothing = `The workers at ${open.address} could start nothing of the kind.`;
  if (watch) {
    const { watchList } = await import("../watch/watch-list.ts");
    return await watchList({ look, name: "models", columns, lasting: (row) => row, nothing, json, signal });
  }
  const rows = await look();
  if (json) process.stdout.write(`${jsonForTerminals(rows)}\n`);
  else if (rows.length > 0) await printTable(columns, rows);
  if (rows.length === 0) say(nothing);
  return exitCodes.ok;
}

const keyOf = ({ modelName, modelType, provider, host, port }: SupportedRow): string =>
  [modelName.toLowerCase(), modelType, provider ?? "", host, String(port).padStart(5, "0")].join("\0");

function supportedRow({ host, port, model }: Startable): SupportedRow {
  const { model: modelName, workerType: modelType, provider = null, path = null, enabled } = model;
  return { modelName, modelType, provider, path, enabled, host, port };
}

const columns: readonly Column<SupportedRow>[] = [
  { title: "NAME", cell: ({ modelName }) => stripToLine(modelName), minWidth: 16 },
  { title: "TYPE", cell: ({ modelType }) => stripToLine(modelType) },
  { title: "PROVIDER", cell: ({ provider }) => stripToLine(provider ?? ""), minWidth: 10, optional: true },
  { title: "ENABLED", cell: ({ enabled }) => (enabled ? "yes" : "no") },
  { title: "WORKER", cell: (row) => stripToLine(addressText(row)), minWidth: 14 },
];
