import { formatWorkerKey, parseWorkerType } from "@modelfleet/core";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { canAsk } from "./confirm.ts";
import type { ParamsOptions } from "./given-params.ts";
import { addressText, readPort } from "./model-target.ts";
import { openFleet } from "./open-fleet.ts";
import { fitting, type Startable, type StartChoice, startables } from "./startable.ts";

export interface StartOptions extends GlobalOptions, ParamsOptions {
  modelName?: string;
  modelType?: string;
  /** DB-GPT's name for `modelType`, of this command only. */
  workerType?: string;
  /** What `dbgpt model start` wants beside the model's name. */
  name?: string;
  host?: string;
  port?: string;
  provider?: string;
  modelPath?: string;
  json?: boolean;
}

export type ReadChoice = Omit<StartChoice, "modelName"> & { modelName?: string | undefined };

/** @throws InvalidInputError, CommandError for what cannot be, before anything is sent */
export function readChoice(options: StartOptions): ReadChoice {
  const { modelName, modelType, workerType = modelType, name, host, port, provider, modelPath } = options;
  if (name !== undefined && name !== modelName) {
    throw new CommandError("--name is the model once more: give --model-name, and the same.", exitCodes.usage);
  }
  if (workerType !== undefined) parseWorkerType(workerType);
  if (modelName !== undefined) formatWorkerKey(modelName, "llm");
  return { modelName, workerType, host, port: port === undefined ? undefined : readPort(port), provider, modelPath };
}

/** The model to start, and where: as far as it was not said, the first worker that does not run it yet. */
export async function chooseStartable(options: StartOptions, signal: AbortSignal): Promise<Startable> {
  const choice = readChoice(options);
  const { modelName } = choice;
  await using open = await openFleet(options, signal);
  const { fleet } = open;
  const all = await startables(fleet, choice, signal);
  if (modelName === undefined) {
    const { askModel } = await import("./ask-start.ts");
    return askModel(all, signal);
  }
  const found = fitting(all, { ...choice, modelName }, canAsk());
  const offered = found.length > 1 && canAsk() ? await askWhereSeveral(found, signal) : found;
  const [first] = offered as [Startable];
  if (offered.length === 1) return first;
  const rows = await fleet.instances({ modelName, healthyOnly: true }, { signal });
  const busy = new Set(rows.map((row) => `${row.workerType} ${addressText(row)}`));
  return offered.find((entry) => !busy.has(`${entry.model.workerType} ${addressText(entry)}`)) ?? first;
}

async function askWhereSeveral(found: readonly Startable[], signal: AbortSignal): Promise<Startable[]> {
  const { askProvider } = await import("./ask-start.ts");
  return askProvider(found, signal);
}
