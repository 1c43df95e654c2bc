import type { EmbeddingsRequest, ModelMetadata, ModelOutput, ModelWorker } from "@modelfleet/core";
import type { EngineFactory } from "@modelfleet/server";

/** A model that says what it is told to, whatever it is asked. */
export class ScriptedWorker implements ModelWorker {
  outputs: readonly ModelOutput[] = [];

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  async *generateStream(): AsyncGenerator<ModelOutput> {
    yield* this.outputs;
  }

  async generate(): Promise<ModelOutput> {
    return this.outputs.at(-1) ?? { text: "", delta: "", errorCode: 0 };
  }

  async embeddings({ input, query }: EmbeddingsRequest): Promise<number[][]> {
    return query === undefined ? input.map((text) => [text.length, 1]) : [input.map((text) => text.length)];
  }

  async countToken({ prompt }: { prompt: string }): Promise<number> {
    return prompt.length;
  }

  async getModelMetadata({ model }: { model: string }): Promise<ModelMetadata> {
    return { model, models: [model], contextLength: 4096, chatModel: true, functionCalling: false, metadata: {} };
  }

  async parameterDescriptions(): Promise<[]> {
    return [];
  }
}

export function scripted(worker: ScriptedWorker): EngineFactory {
  return { create: () => worker };
}
