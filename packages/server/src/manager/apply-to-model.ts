import {
  ModelfleetError,
  reduceApplyOutputs,
  type WorkerApplyInstanceOutput,
  type WorkerApplyRequest,
  type WorkerApplyResult,
} from "@modelfleet/core";
import type { LocalModel } from "./local-model.ts";
import type { WorkerAddress } from "./local-worker-manager-options.ts";
import type { ModelTable } from "./model-table.ts";

/**
 * Does to a model what an operator asks. Messages are in upstream's form, which scripts may look for.
 *
 * Source: `LocalWorkerManager.worker_apply` in DB-GPT's `model/cluster/worker/manager.py`.
 *
 * @param now in milliseconds
 */
export async function applyToModel(
  table: ModelTable,
  model: LocalModel,
  request: WorkerApplyRequest,
  { host, port }: WorkerAddress,
  now: () => number,
): Promise<WorkerApplyResult> {
  const begin = now();
  const done = (success: boolean, message: string, error?: unknown): WorkerApplyResult => {
    const timecost = (now() - begin) / 1000;
    const output: WorkerApplyInstanceOutput = {
      instance: { workerKey: model.workerKey, host, port },
      message,
      success,
      timecost,
      ...(ModelfleetError.isInstance(error) ? { error } : {}),
    };
    return reduceApplyOutputs([output]);
  };
  const name = `model ${model.workerKey}(${host}:${port})`;
  try {
    return done(true, await act(table, model, request, name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return done(false, `${name} ${request.applyType} failed: ${reason}`, error);
  }
}

async function act(table: ModelTable, model: LocalModel, request: WorkerApplyRequest, name: string): Promise<string> {
  switch (request.applyType) {
    case "start":
      await table.start(model);
      model.wanted = true;
      return `${name} start successfully`;
    case "stop":
      model.wanted = false;
      await table.stop(model);
      return `${name} stop successfully`;
    case "restart":
      await table.restart(model);
      model.wanted = true;
      return `${name} restart successfully`;
    case "update_params": {
      const params = { ...model.params, ...request.params };
      const changed = Object.keys(params).some((key) => !same(params[key], model.params[key]));
      if (!changed) return "Update worker params successfully";
      if (!model.worker) {
        // It starts with them when it is started.
        model.params = params;
        return "Update worker params successfully";
      }
      await table.restart(model, params);
      return "Update worker params and restart successfully";
    }
  }
}

/** Params come from JSON, whose order of keys is the sender's. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
