import type { ModelInstance } from "@modelfleet/client";
import { connect } from "../controller/connect.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { style } from "../terminal/style.ts";
import { renderTable } from "../terminal/table.ts";
import { say } from "../terminal/talk.ts";
import { instanceColumns, instanceRow, sortInstances } from "./instance-rows.ts";

export interface ModelListOptions extends GlobalOptions {
  modelName?: string;
  modelType?: "llm" | "text2vec" | "reranker" | "service";
  json?: boolean;
}

export async function modelList(options: ModelListOptions): Promise<void> {
  const { modelName, json } = options;
  // A name alone means a chat model, as it does to `dbgpt model list`.
  const workerType = options.modelType ?? (modelName === undefined ? undefined : "llm");
  const signal = interruptSignal();
  const { fleet, address } = await connect(options, signal);
  let instances: ModelInstance[];
  try {
    instances = sortInstances(await fleet.instances({ modelName, workerType }, { signal }));
  } finally {
    await fleet.close();
  }
  if (json) process.stdout.write(`${jsonForTerminals(instances.map(instanceRow))}\n`);
  else if (instances.length > 0) await printTable(instances);
  if (instances.length === 0) say(`No model instances${described(modelName, workerType)} at ${address}.`);
}

async function printTable(instances: readonly ModelInstance[]): Promise<void> {
  const { stdout } = process;
  const lines = await renderTable(instanceColumns, instances.map(instanceRow), {
    maxWidth: stdout.isTTY ? stdout.columns : undefined,
    paintTitle: (title) => style("bold", title, stdout),
  });
  stdout.write(`${lines.join("\n")}\n`);
}

function described(modelName: string | undefined, workerType: string | undefined): string {
  if (modelName !== undefined) return ` of ${modelName} (${workerType})`;
  return workerType === undefined ? "" : ` of type ${workerType}`;
}
