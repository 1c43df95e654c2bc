import type { ModelInstance } from "@modelfleet/core";
import type { SelectionPolicy } from "./selection-policy.ts";

/** One instance after the other. */
export const roundRobin: SelectionPolicy = (instances, context) =>
  instances[context.sequence % instances.length] as ModelInstance;
