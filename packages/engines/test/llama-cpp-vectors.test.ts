import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ModelWorker } from "@modelfleet/core";
import { createLlamaCppEngine, type LlamaCppEngineOptions } from "@modelfleet/engines/llama-cpp";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { writeBertGguf } from "./support/bert-gguf.ts";

// Loading the native library takes a second on a machine that does other things.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const dir = mkdtempSync(join(tmpdir(), "modelfleet-vectors-"));
afterAll(() => rmSync(dir, { recursive: true }));

const engines: ModelWorker[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

async function start(options: LlamaCppEngineOptions): Promise<ModelWorker> {
  const engine = createLlamaCppEngine({ threads: 1, gpuLayers: 0, contextLength: 64, ...options });
  engines.push(engine);
  await engine.start();
  return engine;
}

describe("llama-cpp with models of BERT's shape", () => {
  const words = ["worker", "tree", "green", "leaf"];
  const cosine = (a: readonly number[] = [], b: readonly number[] = []): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));

  test("embeds by what a text says", async () => {
    const embedder = join(dir, "embedder.gguf");
    writeBertGguf(embedder, words, "embeddings");
    const engine = await start({ path: embedder, use: "embeddings" });
    const input = ["green tree", "tree green", "worker"];
    const [one, same, other] = await engine.embeddings({ model: "m", input });
    expect(cosine(one, same)).toBeCloseTo(1, 4);
    expect(cosine(one, other)).toBeLessThan(0.9);
  });

  test("reranks, each document by itself", async () => {
    const reranker = join(dir, "reranker.gguf");
    writeBertGguf(reranker, words, "rerank");
    const engine = await start({ path: reranker, use: "rerank" });
    const input = ["green leaf", "worker", "tree"];
    const request = { model: "m", query: "worker", workerType: "reranker" as const };
    const [scores = []] = await engine.embeddings({ ...request, input });
    expect(scores).toHaveLength(3);
    expect(Math.max(...scores)).toBe(scores[1]);
    for (const score of scores) expect(score).toBeGreaterThan(0);
    expect(await engine.embeddings({ ...request, input: ["worker"] })).toEqual([[scores[1]]]);
    await expect(engine.embeddings({ ...request, input: ["tree ".repeat(100)] })).rejects.toThrow("longer than the");
  });

  test.each(["embeddings", "rerank"] as const)("%s under way end before a stop gives the memory back", async (use) => {
    const file = join(dir, `${use}.gguf`);
    writeBertGguf(file, words, use);
    const engine = await start({ path: file, use });
    const input = Array.from({ length: 1_000 }, () => "green tree leaf worker ".repeat(10));
    const request = { model: "m", input, ...(use === "rerank" && { query: "tree", workerType: "reranker" as const }) };
    const calls = [1, 2, 3].map(() => engine.embeddings(request).catch((error: Error) => error.message));
    // Until they are in the native library.
    await engine.embeddings({ ...request, input: ["tree"] });
    await engine.stop();
    expect(await Promise.all(calls)).toEqual(Array(3).fill("The engine llama-cpp was stopped."));
  });

  test("a text without words is told from one with a vector", async () => {
    const file = join(dir, "wordless.gguf");
    writeBertGguf(file, words, "embeddings");
    const engine = await start({ path: file, use: "embeddings" });
    const empty = engine.embeddings({ model: "m", input: ["tree", ""] });
    await expect(empty).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("empty") });
  });
});
