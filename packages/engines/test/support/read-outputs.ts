import type { ModelOutput, ModelRequest } from "@modelfleet/core";

export async function readOutputs(outputs: AsyncIterable<ModelOutput>): Promise<ModelOutput[]> {
  const all: ModelOutput[] = [];
  for await (const output of outputs) all.push(output);
  return all;
}

export const ask = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: "m",
  messages: [{ role: "human", content: text }],
  ...more,
});
