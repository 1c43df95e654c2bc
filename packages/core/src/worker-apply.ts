import * as v from "valibot";
import { nameSchema } from "./bounds.ts";
import type { ModelfleetError } from "./errors/modelfleet-error.ts";
import type { ModelInstanceAddress } from "./model-instance.ts";
import { toWire, wireObject } from "./wire-object.ts";
import type { WorkerType } from "./worker-key.ts";

/** Source: `WorkerApplyType` in DB-GPT's `model/base.py`. */
export type WorkerApplyType = "start" | "stop" | "restart" | "update_params";

/** An action on every instance of a model. Source: `WorkerApplyRequest` in DB-GPT's `model/cluster/base.py`. */
export interface WorkerApplyRequest {
  model: string;
  workerType: WorkerType;
  applyType: WorkerApplyType;
  /** New parameters, for `update_params`; snake_case, as the model's parameter descriptions name them. */
  params?: Record<string, unknown> | undefined;
  applyUser?: string | undefined;
}

/** What one worker answered. Source: `WorkerApplyOutput` in DB-GPT's `model/base.py`. */
export interface WorkerApplyOutput {
  message: string;
  success: boolean;
  /** Seconds; -1 where it was not measured. */
  timecost: number;
}

/** What all instances answered, put together, and each of them on its own. */
export interface WorkerApplyResult extends WorkerApplyOutput {
  outputs: readonly WorkerApplyInstanceOutput[];
}

/** What the worker of one instance answered, or why it did not. */
export interface WorkerApplyInstanceOutput extends WorkerApplyOutput {
  instance: ModelInstanceAddress;
  error?: ModelfleetError | undefined;
}

export const workerApplyOutputSchema: v.GenericSchema<unknown, WorkerApplyOutput> = wireObject({
  message: v.string(),
  success: v.nullish(v.boolean(), true),
  timecost: v.nullish(v.number(), -1),
});

export const workerApplyRequestSchema: v.GenericSchema<unknown, WorkerApplyRequest> = v.strictObject({
  model: nameSchema,
  workerType: v.picklist(["llm", "text2vec", "reranker", "service"]),
  applyType: v.picklist(["start", "stop", "restart", "update_params"]),
  params: v.optional(v.record(v.string(), v.unknown())),
  applyUser: v.optional(v.string()),
});

/** The body of `POST apply`. `params` is always there: servers up to 0.5.9 require it. */
export function workerApplyRequestToWire(request: WorkerApplyRequest): Record<string, unknown> {
  return toWire({ ...request, params: request.params ?? {} });
}

/**
 * Puts the outputs of several instances together: a success if all are, the longest time, all messages.
 *
 * Source: `WorkerApplyOutput.reduce` in DB-GPT's `model/base.py`.
 */
export function reduceApplyOutputs(outputs: readonly WorkerApplyInstanceOutput[]): WorkerApplyResult {
  return {
    message: outputs.map((output) => output.message).join("\n"),
    success: outputs.every((output) => output.success),
    timecost: Math.max(-1, ...outputs.map((output) => output.timecost)),
    outputs,
  };
}
