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

/** What the workers could start. */
export async function listSupported(options: ModelListOptions): Promise<ExitCode> {
  const { modelName, modelType, json } = options;
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const rows = (await startables(open.fleet, {}, signal)).filter(
    ({ model }) =>
      (modelName === undefined || model.model === modelName) &&
      (modelType === undefined || model.workerType === modelType),
  );
  rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  if (json) process.stdout.write(`${jsonForTerminals(rows.map(supportedRow))}\n`);
  else if (rows.length > 0) await printTable(columns, rows);
  if (rows.length === 0) say(`The workers at ${open.address} could start nothing of the kind.`);
  return exitCodes.ok;
}

const keyOf = ({ model, host, port }: Startable): string =>
  [model.model.toLowerCase(), model.workerType, model.provider ?? "", host, String(port).padStart(5, "0")].join("\0");

function supportedRow({ host, port, model }: Startable): Record<string, unknown> {
  const { model: modelName, workerType: modelType, provider = null, path = null, enabled } = model;
  return { modelName, modelType, provider, path, enabled, host, port };
}

const columns: readonly Column<Startable>[] = [
  { title: "NAME", cell: ({ model }) => stripToLine(model.model), minWidth: 16 },
  { title: "TYPE", cell: ({ model }) => stripToLine(model.workerType) },
  { title: "PROVIDER", cell: ({ model }) => stripToLine(model.provider ?? ""), minWidth: 10, optional: true },
  { title: "ENABLED", cell: ({ model }) => (model.enabled ? "yes" : "no") },
  { title: "WORKER", cell: (row) => stripToLine(addressText(row)), minWidth: 14 },
];
