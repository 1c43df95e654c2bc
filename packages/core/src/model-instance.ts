import * as v from "valibot";
import { numberFrom } from "./bounds.ts";
import { toWire, wireObject } from "./wire-object.ts";
import { splitWorkerKey, type WorkerType } from "./worker-key.ts";

/** What identifies an instance. */
export interface ModelInstanceAddress {
  /** `name@type`. */
  workerKey: string;
  host: string;
  /** 1 to 65535. */
  port: number;
}

/**
 * One row of a controller's registry: a model on one worker.
 *
 * Source: `ModelInstance` in DB-GPT's `model/base.py`; the row's `model_name` is a worker key.
 */
export interface ModelInstance extends ModelInstanceAddress {
  /** The name part of the worker key. */
  modelName: string;
  /** The type part of the worker key; of a row that upstream could not parse either, what stands after its last `@`. */
  workerType: WorkerType | (string & {});
  /** The share of requests that it should get relative to others; 1 by default. */
  weight: number;
  /** Whether the controller watches its heartbeats. */
  checkHealthy: boolean;
  healthy: boolean;
  enabled: boolean;
  promptTemplate?: string | undefined;
  /** ISO 8601 without a zone: the time by the controller's own clock and zone. */
  lastHeartbeat?: string | undefined;
}

const flag = (fallback: boolean) => v.nullish(v.boolean(), fallback);

export const modelInstanceSchema: v.GenericSchema<unknown, ModelInstance> = v.pipe(
  wireObject({
    model_name: v.string(),
    host: v.string(),
    port: numberFrom(0, 65_535, true),
    weight: v.nullish(v.number(), 1),
    check_healthy: flag(true),
    healthy: flag(false),
    enabled: flag(true),
    prompt_template: v.nullish(v.string()),
    last_heartbeat: v.nullish(v.string()),
  }),
  v.transform(({ modelName: workerKey, ...rest }) => ({ workerKey, ...splitWorkerKey(workerKey), ...rest })),
);

/** What a worker says of itself when it registers. */
export interface ModelInstanceRegistration extends ModelInstanceAddress {
  weight?: number | undefined;
  checkHealthy?: boolean | undefined;
  healthy?: boolean | undefined;
  enabled?: boolean | undefined;
  promptTemplate?: string | undefined;
}

/** The body of a registration or a heartbeat: only the fields that Python clients and servers of all versions know. */
export function registrationToWire(registration: ModelInstanceRegistration): Record<string, unknown> {
  const { workerKey, host, port, weight, checkHealthy, healthy, enabled, promptTemplate } = registration;
  return toWire({ modelName: workerKey, host, port, weight, checkHealthy, healthy, enabled, promptTemplate });
}
