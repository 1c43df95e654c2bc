import { formatWorkerKey, type ModelInstance, type ModelRegistry, type WorkerType } from "@modelfleet/core";
import { chooseController } from "../controller/choose-controller.ts";
import { openRegistry } from "../controller/open-registry.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";
import { type InstanceRow, instanceColumns, instanceRow, sortInstances } from "./instance-rows.ts";

export interface ModelListOptions extends GlobalOptions {
  modelName?: string;
  modelType?: WorkerType;
  supported?: boolean;
  watch?: boolean;
  json?: boolean;
}

export async function modelList(options: ModelListOptions): Promise<ExitCode> {
  const { modelName, json } = options;
  if (options.supported) return (await import("../operate/list-supported.ts")).listSupported(options);
  // A name alone means a chat model, as it does to `dbgpt model list`.
  const workerType = options.modelType ?? (modelName === undefined ? undefined : "llm");
  const signal = interruptSignal();
  const { address, token } = await chooseController(options, signal);
  await using open = openRegistry(address, token);
  const list = async (): Promise<ModelInstance[]> =>
    sortInstances(await ask(open.registry, modelName, workerType, signal));
  const nothing = `No model instances${described(modelName, workerType)} at ${address}.`;
  if (options.watch) {
    const { watchList } = await import("../watch/watch-list.ts");
    const look = async (): Promise<InstanceRow[]> => (await list()).map(instanceRow);
    const lasting = ({ lastHeartbeat, ...row }: InstanceRow): unknown => row;
    return await watchList({ look, name: "instances", columns: instanceColumns, lasting, nothing, json, signal });
  }
  const instances = await list();
  if (json) process.stdout.write(`${jsonForTerminals(instances.map(instanceRow))}\n`);
  else if (instances.length > 0) await printTable(instanceColumns, instances.map(instanceRow));
  if (instances.length === 0) say(nothing);
  return exitCodes.ok;
}

async function ask(
  registry: ModelRegistry,
  modelName: string | undefined,
  workerType: WorkerType | undefined,
  signal: AbortSignal,
): Promise<ModelInstance[]> {
  if (modelName !== undefined && workerType !== undefined) {
    return registry.getAllInstances(formatWorkerKey(modelName, workerType), { signal });
  }
  const rows = await registry.getAllModelInstances({ signal });
  return rows.filter((row) => workerType === undefined || row.workerType === workerType);
}

function described(modelName: string | undefined, workerType: string | undefined): string {
  if (modelName !== undefined) return ` of ${modelName} (${workerType})`;
  return workerType === undefined ? "" : ` of type ${workerType}`;
}
