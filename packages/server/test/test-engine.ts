import type {
  CallOptions,
  EmbeddingsRequest,
  ModelMetadata,
  ModelOutput,
  ModelRequest,
  ModelWorker,
} from "@modelfleet/core";
import type { EngineFactory } from "../src/index.ts";

/** A model that answers word by word, held up and watched by a test. */
export class TestEngine implements ModelWorker {
  readonly params: Readonly<Record<string, unknown>>;
  started = 0;
  stopped = 0;
  /** Generations that were aborted while they ran. */
  aborted = 0;
  running = 0;
  requests: ModelRequest[] = [];

  constructor(params: Readonly<Record<string, unknown>>) {
    this.params = params;
  }

  async start(): Promise<void> {
    if (this.params.fail) throw new Error("no such file");
    this.started += 1;
  }

  async stop(): Promise<void> {
    this.stopped += 1;
  }

  async *generateStream(request: ModelRequest, { signal }: CallOptions = {}): AsyncGenerator<ModelOutput> {
    this.requests.push(request);
    this.running += 1;
    try {
      yield* this.#outputs(signal);
    } finally {
      this.running -= 1;
      if (signal?.aborted) this.aborted += 1;
    }
  }

  async *#outputs(signal: AbortSignal | undefined): AsyncGenerator<ModelOutput> {
    const { outputs, answer = "one two three", hang, crash } = this.params;
    if (Array.isArray(outputs)) yield* outputs as ModelOutput[];
    if (outputs) return;
    let text = "";
    for (const delta of String(answer).match(/\s*\S+/g) ?? []) {
      text += delta;
      yield { text, delta, errorCode: 0 };
      if (hang) await untilAborted(signal);
      if (crash) throw new Error("out of memory");
    }
    const usage = { promptTokens: 1, completionTokens: 3, totalTokens: 4 };
    yield { text, delta: "", errorCode: 0, finishReason: "stop", usage };
  }

  async generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput> {
    let last: ModelOutput | undefined;
    for await (const output of this.generateStream(request, options)) last = output;
    return last as ModelOutput;
  }

  async embeddings({ input, query }: EmbeddingsRequest): Promise<number[][]> {
    if (query !== undefined) return [input.map((text) => (text === query ? 1 : 0.25))];
    return input.map((text) => [text.length, 0.5]);
  }

  async countToken({ prompt }: { prompt: string }): Promise<number> {
    return prompt.split(" ").length;
  }

  async getModelMetadata({ model }: { model: string }): Promise<ModelMetadata> {
    return { model, models: [model], contextLength: 4096, chatModel: true, functionCalling: true, metadata: {} };
  }

  async parameterDescriptions(): Promise<[]> {
    return [];
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

/** A factory, and the engines that it has made, the last one last. */
export function testEngines(): EngineFactory & { made: TestEngine[]; last(): TestEngine } {
  const made: TestEngine[] = [];
  return {
    made,
    last: () => made.at(-1) as TestEngine,
    create({ params }) {
      const engine = new TestEngine(params);
      made.push(engine);
      return engine;
    },
    workerTypes: ["llm", "text2vec", "reranker"],
    parameters: [{ paramName: "answer", paramType: "string", required: false, isArray: false, label: "Answer" }],
  };
}
