import {
  InstanceLostError,
  ModelfleetError,
  type ModelInstance,
  type ModelInstanceAddress,
  reduceApplyOutputs,
  type WorkerApplyInstanceOutput,
  type WorkerApplyOutput,
  type WorkerApplyRequest,
  type WorkerApplyResult,
} from "@modelfleet/core";
import { addressOf } from "./dispatcher.ts";

export interface ApplyTarget {
  instance: ModelInstance;
  apply: () => Promise<WorkerApplyOutput>;
}

/**
 * Acts on every worker process that has the model, all at once, and says what each of them answered. A worker that
 * fails is an output without success; it does not hide the others'.
 *
 * @param list asks the registry again, to see which instances a restart has lost
 */
export async function applyToInstances(
  request: WorkerApplyRequest,
  targets: readonly ApplyTarget[],
  list: () => Promise<ModelInstance[]>,
): Promise<WorkerApplyResult> {
  // One process acts on all of its instances of the model at once.
  const processes = [...new Map(targets.map((target) => [addressOf(target.instance), target])).values()];
  const outputs = await Promise.all(
    processes.map(async ({ instance, apply }): Promise<WorkerApplyInstanceOutput> => {
      const { workerKey, host, port } = instance;
      const where = { workerKey, host, port };
      try {
        return { instance: where, ...(await apply()) };
      } catch (error) {
        if (!ModelfleetError.isInstance(error)) throw error;
        return { instance: where, message: error.message, success: false, timecost: -1, error };
      }
    }),
  );
  // New parameters restart the model too.
  const restarts = request.applyType === "restart" || request.applyType === "update_params";
  if (!restarts || outputs.every((output) => output.success)) return reduceApplyOutputs(outputs);
  const left = new Set((await list()).filter((row) => row.healthy).map(addressOf));
  return reduceApplyOutputs(
    outputs.map((output) => {
      // One that could not be reached has not restarted anything; whoever killed it lost the model.
      const reached = !ModelfleetError.isInstance(output.error, "connection_failed");
      if (output.success || !reached || left.has(addressOf(output.instance))) return output;
      const error = lost(request, output.instance);
      return { ...output, message: error.message, error };
    }),
  );
}

function lost(
  { model, workerType }: WorkerApplyRequest,
  { workerKey, host, port }: ModelInstanceAddress,
): InstanceLostError {
  const command = `modelfleet model start --model-name ${model} --model-type ${workerType} --host ${host} --port ${port}`;
  return new InstanceLostError(
    `The worker at ${host}:${port} stopped ${workerKey} and forgot it, as DB-GPT's workers do on a restart. ` +
      `Start it again with: ${command}`,
    workerKey,
  );
}
