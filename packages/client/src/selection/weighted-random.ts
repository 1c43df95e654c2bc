import type { ModelInstance } from "@modelfleet/core";
import { weightOf } from "./selection-policy.ts";

/** By the list, which the dispatcher hands out again and again: among 10,000 instances a sum takes longer than a call. */
const knownSums = new WeakMap<readonly ModelInstance[], readonly number[]>();

/** The weights up to and with each instance's own. */
function sumsOf(instances: readonly ModelInstance[]): readonly number[] {
  let sums = knownSums.get(instances);
  if (!sums) {
    let sum = 0;
    sums = instances.map((instance) => {
      sum += weightOf(instance);
      return sum;
    });
    knownSums.set(instances, sums);
  }
  return sums;
}

/** An index drawn in proportion to the weights; evenly where no instance has any. */
export function weightedRandomIndex(instances: readonly ModelInstance[], random: () => number): number {
  const sums = sumsOf(instances);
  let high = sums.length - 1;
  const total = sums[high] as number;
  if (total === 0) return Math.floor(random() * sums.length);
  const draw = random() * total;
  // The first whose sum is above it: one without a weight has the sum of the one before, and is never that.
  let low = 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}
