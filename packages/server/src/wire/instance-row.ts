import { type ModelInstance, type ModelInstanceRegistration, numberFrom, wireObject } from "@modelfleet/core";
import * as v from "valibot";
import { workerHostFault } from "../registry/worker-host.ts";

/** Names are keys of a table that outlives the request. */
const name = v.pipe(
  v.string(),
  v.transform((value) => value.trim()),
  v.check((value) => value.length > 0 && value.length <= 512, "must have 1 to 512 characters"),
);
/** The cluster calls what is registered. */
const host = v.pipe(
  name,
  v.check(
    (value) => workerHostFault(value) === undefined,
    ({ input }) => workerHostFault(input) ?? "",
  ),
);

/** The body of a registration or a heartbeat. Python sends nulls and the fields of its own version. */
export const registrationSchema: v.GenericSchema<unknown, ModelInstanceRegistration> = v.pipe(
  wireObject({
    model_name: name,
    host,
    port: numberFrom(1, 65_535, true),
    weight: v.nullish(numberFrom(0, Infinity)),
    check_healthy: v.nullish(v.boolean()),
    enabled: v.nullish(v.boolean()),
    prompt_template: v.nullish(v.string()),
  }),
  v.transform(({ modelName: workerKey, ...rest }): ModelInstanceRegistration => ({ workerKey, ...rest })),
);

/**
 * A row of the registry with the keys that Python clients of all versions know: they make a dataclass of it, which
 * an unknown key breaks (`remove_from_registry`, from 0.7, in clients up to 0.6).
 */
export function instanceRow(instance: ModelInstance): Record<string, unknown> {
  return {
    model_name: instance.workerKey,
    host: instance.host,
    port: instance.port,
    weight: instance.weight,
    check_healthy: instance.checkHealthy,
    healthy: instance.healthy,
    enabled: instance.enabled,
    prompt_template: instance.promptTemplate ?? null,
    last_heartbeat: instance.lastHeartbeat ?? null,
  };
}
