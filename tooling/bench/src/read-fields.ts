import type { ModelOutput } from "@modelfleet/core";

/** Reads every field of an output, so that a decoder that puts work off wins nothing. The sum keeps it from being optimised away. */
export function readFields(output: ModelOutput): number {
  let sum = output.text.length + output.delta.length + (output.thinking?.length ?? 0);
  if (output.finishReason !== undefined) sum++;
  if (output.usage) sum += output.usage.totalTokens;
  if (output.metrics) sum += output.metrics.speedPerSecond ?? 0;
  return sum;
}
