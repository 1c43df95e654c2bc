import type { ModelMessage, ModelOutput, ModelWorker } from "@modelfleet/core";
import { createLlamaCppEngine } from "@modelfleet/engines/llama-cpp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "./support/read-outputs.ts";
import { smolLM2 } from "./support/smollm2.ts";

const model = smolLM2();
if ("reason" in model)
  process.stderr.write(`SmolLM2 cannot be had, so llama-cpp is not tried with a real model: ${model.reason}\n`);

describe.skipIf("reason" in model)("SmolLM2-135M in the llama-cpp engine", () => {
  let engine: ModelWorker;
  beforeAll(async () => {
    const path = "path" in model ? model.path : "";
    engine = createLlamaCppEngine({ path, threads: 1, gpuLayers: 0, contextLength: 2048, parallel: 2 });
    await engine.start();
  });
  afterAll(() => engine.stop());

  const greedy = { temperature: 0, maxNewTokens: 24 };

  test("answers sensibly, twice at once", async () => {
    const requests = ["What is the capital of France?", "What is the capital of Italy?"].map((text) =>
      ask(text, greedy),
    );
    const answers = await Promise.all(requests.map((request) => engine.generate(request)));
    expect(answers.map((answer) => answer.text)).toEqual([
      expect.stringContaining("Paris"),
      expect.stringContaining("Rome"),
    ]);
    for (const { usage, metrics } of answers) {
      expect(usage?.promptTokens).toBeGreaterThan(10);
      expect(usage?.completionTokens).toBeGreaterThan(3);
      expect(metrics?.decodeTokensPerSecond).toBeGreaterThan(0);
    }
  });

  test("an abort ends the work, and the next answer comes", async () => {
    const abort = new AbortController();
    const reading = (async () => {
      for await (const _ of engine.generateStream(ask("Tell me a story."), { signal: abort.signal })) abort.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect((await engine.generate(ask("What is the capital of France?", greedy))).errorCode).toBe(0);
  });

  test("the second turn of a long conversation starts in a third of the time", async () => {
    const firstToken = async (messages: readonly ModelMessage[]): Promise<{ ms: number; last: ModelOutput }> => {
      const started = performance.now();
      let ms = 0;
      let last: ModelOutput | undefined;
      for await (const output of engine.generateStream({ model: "m", messages, temperature: 0, maxNewTokens: 8 })) {
        ms ||= performance.now() - started;
        last = output;
      }
      return { ms, last: last as ModelOutput };
    };
    const diary = "The keeper of the lighthouse wrote of the weather, the ships and the gulls. ".repeat(60);
    const question: ModelMessage = { role: "human", content: `${diary}What is this about?` };
    const cold = await firstToken([question]);
    expect(cold.last.usage?.promptTokens).toBeGreaterThan(1000);
    const warm = await firstToken([
      question,
      { role: "ai", content: cold.last.text },
      { role: "human", content: "Who wrote it?" },
    ]);
    expect(warm.ms).toBeLessThan(cold.ms / 3);
  });
});
