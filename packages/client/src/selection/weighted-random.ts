import type { ModelInstance } from "@modelfleet/core";
import { weightOf } from "./selection-policy.ts";

/** An index drawn in proportion to the weights; evenly where no instance has any. */
export function weightedRandomIndex(instances: readonly ModelInstance[], random: () => number): number {
  let total = 0;
  for (const instance of instances) total += weightOf(instance);
  if (total === 0) return Math.floor(random() * instances.length);
  let left = random() * total;
  for (let index = 0; index < instances.length; index++) {
    left -= weightOf(instances[index] as ModelInstance);
    if (left < 0) return index;
  }
  return instances.findLastIndex((instance) => weightOf(instance) > 0);
}
