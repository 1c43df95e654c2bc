import type { ModelInstance } from "@modelfleet/core";
import { type SelectionPolicy, weightOf } from "./selection-policy.ts";
import { weightedRandomIndex } from "./weighted-random.ts";

/**
 * Draws two instances by weight and takes the one with fewer requests in flight for its weight. Two choices spread
 * the load almost as evenly as looking at all of them, and many clients at once do not all run to the same one.
 */
export const twoChoices: SelectionPolicy = (instances, context) => {
  const first = weightedRandomIndex(instances, context.random);
  if (instances.length === 1) return instances[first] as ModelInstance;
  let second = weightedRandomIndex(instances, context.random);
  if (second === first) second = (first + 1 + Math.floor(context.random() * (instances.length - 1))) % instances.length;
  const a = instances[first] as ModelInstance;
  const b = instances[second] as ModelInstance;
  return load(b, context.inFlight(b)) < load(a, context.inFlight(a)) ? b : a;
};

function load(instance: ModelInstance, inFlight: number): number {
  const weight = weightOf(instance);
  return weight === 0 ? Number.POSITIVE_INFINITY : inFlight / weight;
}
