import * as v from "valibot";
import { nameSchema, numberFrom } from "./bounds.ts";
import { toWire } from "./wire-object.ts";
import type { WorkerType } from "./worker-key.ts";

/**
 * Starts or stops a model on a worker process.
 *
 * Source: `WorkerStartupRequest` in DB-GPT's `model/cluster/base.py`. Fields marked 0.7 are ignored by older workers.
 */
export interface WorkerStartupRequest {
  /** The worker process; without host and port, the first one that the controller names. */
  host?: string | undefined;
  port?: number | undefined;
  model: string;
  workerType: WorkerType;
  /**
   * Up to 0.6 the options that the model's parameter descriptions name; from 0.7 a deploy configuration (`name`,
   * `provider`, …). snake_case.
   */
  params?: Record<string, unknown> | undefined;
  /** For a stop: also forgets the stored configuration (0.7). */
  deleteAfter?: boolean | undefined;
  workerName?: string | undefined;
  sysCode?: string | undefined;
  userName?: string | undefined;
}

export const workerStartupRequestSchema: v.GenericSchema<unknown, WorkerStartupRequest> = v.strictObject({
  host: v.optional(nameSchema),
  port: v.optional(numberFrom(1, 65_535, true)),
  model: nameSchema,
  workerType: v.picklist(["llm", "text2vec", "reranker", "service"]),
  params: v.optional(v.record(v.string(), v.unknown())),
  deleteAfter: v.optional(v.boolean()),
  workerName: v.optional(v.string()),
  sysCode: v.optional(v.string()),
  userName: v.optional(v.string()),
});

/** The body of `POST models/startup` and `models/shutdown`, for the worker process at `host` and `port`. */
export function workerStartupRequestToWire(
  request: WorkerStartupRequest,
  worker: { host: string; port: number },
): Record<string, unknown> {
  return toWire({ ...request, host: worker.host, port: worker.port, params: request.params ?? {} });
}
