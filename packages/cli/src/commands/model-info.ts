import { ModelfleetError, type ParameterDescription } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { interruptSignal } from "../interrupt.ts";
import { askMetadata } from "../operate/ask-metadata.ts";
import { findInstances } from "../operate/find-instances.ts";
import { factLines } from "../operate/model-facts.ts";
import { readTarget, type TargetOptions } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { parameterRow, printParameters } from "../operate/parameter-table.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";
import { instanceColumns, instanceRow } from "./instance-rows.ts";

export interface ModelInfoOptions extends TargetOptions {
  json?: boolean;
}

/** What there is to know of a model: its metadata, its instances, what it takes. */
export async function modelInfo(options: ModelInfoOptions): Promise<ExitCode> {
  const target = readTarget(options);
  const { modelName, workerType } = target;
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const { fleet, address } = open;
  const rows = (await findInstances(fleet, target, address, signal)).map(instanceRow);
  const [metadata, parameters] = await Promise.all([
    workerType === "llm" ? askMetadata(open, modelName, signal) : undefined,
    fleet.workers.parameters({ model: modelName, workerType }, { signal }).catch(notRunning),
  ]);
  if (options.json) {
    const described = { metadata: metadata ?? null, parameters: parameters?.map(parameterRow) ?? null };
    const info = { modelName, modelType: workerType, instances: rows, ...described };
    process.stdout.write(`${jsonForTerminals(info)}\n`);
    return exitCodes.ok;
  }
  const template = rows.find((row) => row.promptTemplate)?.promptTemplate ?? null;
  process.stdout.write(`${factLines(modelName, workerType, template, metadata).join("\n")}\n\n`);
  await printTable(instanceColumns, rows);
  if (parameters === undefined) say("No instance is healthy: nothing more is known of it.");
  else if (parameters.length > 0) {
    process.stdout.write("\n");
    await printParameters(parameters);
  }
  return exitCodes.ok;
}

/** One that does not run still has its rows. */
function notRunning(error: unknown): ParameterDescription[] | undefined {
  if (ModelfleetError.isInstance(error, "no_healthy_instance")) return undefined;
  throw error;
}
