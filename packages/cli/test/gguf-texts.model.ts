import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./support/command.ts";
import { type ServingCommand, startServing } from "./support/serving.ts";

/** How the engine's own tests write models: of a package below, so it is no dependency. */
interface BertGguf {
  writeBertGguf(path: string, words: readonly string[], use: "embeddings" | "rerank"): void;
}

describe("model files for embedding and reranking", () => {
  let folder: string;
  let fleet: ServingCommand;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modelfleet-gguf-"));
    const writer = new URL("../../engines/test/support/bert-gguf.ts", import.meta.url);
    const { writeBertGguf } = (await import(writer.href)) as BertGguf;
    const words = ["worker", "tree", "green", "leaf"];
    writeBertGguf(join(folder, "vectors.gguf"), words, "embeddings");
    writeBertGguf(join(folder, "scores.gguf"), words, "rerank");
    const models = [`embed:${join(folder, "vectors.gguf")}`, `rerank:${join(folder, "scores.gguf")}`];
    fleet = await startServing(["up", "--port=0", "--no-open", ...models.map((model) => `--model=${model}`)]);
  });
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it("embeds the texts of a pipe, the same as the same words in another order", async () => {
    expect(fleet.command.stdout).toContain("Model: vectors (text2vec)\nModel: scores (reranker)\n");
    const args = ["embed", "-m", "vectors", "--address", fleet.url];
    const { exitCode, stdout } = await run(args, { input: "green tree\ntree green\nworker\n" });
    expect(exitCode).toBe(0);
    const [one = [], same = [], other = []] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as number[]);
    expect(one).toHaveLength(32);
    for (const [index, value] of one.entries()) expect(same[index]).toBeCloseTo(value, 4);
    expect(other).not.toEqual(one);
  });

  it("ranks the texts of a pipe, and says which is too long", async () => {
    const args = ["rerank", "-m", "scores", "worker", "--json", "--address", fleet.url];
    const { exitCode, stdout } = await run(args, { input: "green leaf\nworker\ntree\n" });
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as { document: string }[])[0]).toMatchObject({ document: "worker", index: 1 });
    const long = await run(args, { input: `${"tree ".repeat(100)}\n` });
    expect({ exitCode: long.exitCode, stdout: long.stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(long.stderr).toContain("status 400: A text is longer than the model's context: split it");
  });
});
