import { formatWorkerKey, type WorkerType } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { modelParameters } from "../operate/model-parameters.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { parameterRow, printParameters } from "../operate/parameter-table.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { say } from "../terminal/talk.ts";

export interface ModelParamsOptions extends GlobalOptions {
  modelName: string;
  modelType?: WorkerType;
  json?: boolean;
}

/** What a model takes when it starts. */
export async function modelParams(options: ModelParamsOptions): Promise<ExitCode> {
  formatWorkerKey(options.modelName, options.modelType ?? "llm");
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const parameters = await modelParameters(open.fleet, options, open.address, signal);
  if (options.json) process.stdout.write(`${jsonForTerminals(parameters.map(parameterRow))}\n`);
  else if (parameters.length > 0) await printParameters(parameters);
  if (parameters.length === 0) say(`The worker of ${options.modelName} does not say what it takes.`);
  return exitCodes.ok;
}
