import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";

let test: TestCluster;
const on = (input: string, ...args: string[]) => run([...args, "--address", test.address], { input });

beforeAll(async () => {
  test = await startCluster({
    models: [{ name: "qwen" }, { name: "bge", type: "text2vec", dimensions: 4 }, { name: "ranker", type: "reranker" }],
  });
});
afterAll(() => test[Symbol.asyncDispose]());

describe("embed", { timeout: 30_000 }, () => {
  it("prints a vector on each line, of arguments, of a pipe or of a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "modelfleet-texts-"));
    const file = join(folder, "texts.txt");
    await writeFile(file, "one\r\n\r\ntwo 通义\n");
    const given = await on("", "embed", "-m", "bge", "one", "two 通义");
    expect(given).toMatchObject({ exitCode: 0, stderr: "" });
    const lines = given.stdout.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as number[]).length)).toEqual([4, 4]);
    expect((await on("one\n\ntwo 通义", "embed", "-m", "bge")).stdout).toBe(given.stdout);
    expect((await on("", "embed", "-m", "bge", "--file", file)).stdout).toBe(given.stdout);
    await rm(folder, { recursive: true });
  });

  it("sends many lines in several requests, in their order", async () => {
    const texts = Array.from({ length: 150 }, (_, index) => `text ${index}`);
    const before = test.cluster.requests.length;
    const { stdout } = await on(texts.join("\n"), "embed", "-m", "bge", "--json");
    const rows = JSON.parse(stdout) as { index: number; text: string }[];
    expect(rows.map(({ index, text }) => [index, text])).toEqual(texts.map((text, index) => [index, text]));
    expect(test.cluster.requests.slice(before).filter(({ route }) => route === "embeddings")).toHaveLength(3);
  });

  it("is short on a terminal, and needs a text there", async () => {
    const terminal = { columns: 80, rows: 24 };
    await using command = new Command(["embed", "-m", "bge", "one", "--address", test.address], { terminal });
    expect(await command.exit).toBe(0);
    expect(command.screen).toMatch(/one +4 +\[-?\d\.\d{4}, -?\d\.\d{4}, -?\d\.\d{4}, …\]/);
    await using nothing = new Command(["embed", "-m", "bge", "--address", test.address], { terminal });
    expect(await nothing.exit).toBe(2);
    expect(nothing.screen).toContain("No texts: give them as arguments");
  });

  it("ends with 130 while it waits for a pipe", async () => {
    await using command = new Command(["embed", "-m", "bge", "--verbose", "--address", test.address]);
    await command.says("Controller:");
    command.child.kill("SIGINT");
    expect(await command.exit).toBe(130);
  });
});

describe("rerank", { timeout: 30_000 }, () => {
  it("sorts the best first", async () => {
    const { exitCode, stdout } = await on("a\nfleet\nb\n", "rerank", "-m", "ranker", "a fleet", "--json");
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout) as { index: number; score: number; document: string }[];
    expect(rows.map(({ document }) => document).sort()).toEqual(["a", "b", "fleet"]);
    expect(rows.map(({ score }) => score)).toEqual(rows.map(({ score }) => score).toSorted((a, b) => b - a));
    const table = await on("", "rerank", "-m", "ranker", "a fleet", "a", "fleet");
    expect(table.stdout).toMatch(/^ *SCORE +INDEX +DOCUMENT\n/);
  });
});

describe("count-tokens", { timeout: 30_000 }, () => {
  it("prints a number, of an argument or of a pipe", async () => {
    const { exitCode, stdout } = await on("", "count-tokens", "-m", "qwen", "hello there");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\n$/);
    const piped = await on("hello there", "count-tokens", "-m", "qwen", "--json");
    expect(JSON.parse(piped.stdout)).toEqual({ model: "qwen", tokens: Number(stdout) });
  });
});

describe("what is wrong", { timeout: 30_000 }, () => {
  it.each([
    [4, "a misspelt model", ["embed", "-m", "bgee", "x"], "Did you mean bge?"],
    [
      4,
      "a model of another type",
      ["embed", "-m", "qwen", "x"],
      "No embedding model qwen at the controller. Embedding models there: ",
    ],
    [2, "no model", ["embed", "x"], "--model-name"],
    [2, "no query", ["rerank", "-m", "ranker"], "missing required argument 'query'"],
    [2, "an empty query", ["rerank", "-m", "ranker", " ", "x"], "The query is empty"],
    [2, "a file that is not there", ["embed", "-m", "bge", "--file", "/nope"], "/nope cannot be read"],
    [2, "an @ in the name", ["count-tokens", "-m", "qwen@llm", "x"], "@"],
  ])("%i for %s", async (exitCode, _what, args, message) => {
    const result = await on("", ...args);
    expect(result).toMatchObject({ exitCode, stdout: "" });
    expect(result.stderr).toContain(message);
  });
});
