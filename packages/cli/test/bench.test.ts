import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BenchReport } from "../src/bench/bench-report.ts";
import { BenchResults } from "../src/bench/bench-results.ts";
import { distributionChart } from "../src/bench/distribution-chart.ts";
import { progressText } from "../src/bench/progress-bar.ts";
import { Sample } from "../src/bench/sample.ts";
import { lastAsked } from "./support/asked.ts";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";

let test: TestCluster;
beforeAll(async () => {
  test = await startCluster({ models: [{ name: "m", answer: "one two three four" }, { name: "other" }] });
});
afterAll(() => test[Symbol.asyncDispose]());

const args = (...more: string[]): string[] => ["bench", "--address", test.address, "-m", "m", ...more];

describe("bench", { timeout: 120_000 }, () => {
  it("asks as often as it is told, and shows how long it took", async () => {
    const before = test.cluster.finished;
    const { exitCode, stdout, stderr } = await run(args("-n", "10", "-c", "3"));
    expect(exitCode).toBe(0);
    expect(test.cluster.finished - before).toBe(10);
    expect(stderr).toBe(`m at ${test.address}, 3 chats in parallel\n`);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^10 answered, 0 failed in \S+ s$/);
    expect(lines[1]).toMatch(/^\S+ answers\/s, \S+ tokens\/s in all \(40 tokens\)$/);
    expect(lines[3]).toMatch(/^ +P50 +P90 +P99 +MAX +MEAN$/);
    expect(lines.slice(4, 8).map((line) => line.split("  ")[0])).toEqual([
      "first token",
      "between tokens",
      "whole answer",
      "tokens/s of an answer",
    ]);
    const counts = lines.slice(10, -1).map((line) => Number(/ (\d+)( {2}█+)?$/.exec(line)?.[1]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it("prints JSON", async () => {
    const { exitCode, stdout, stderr } = await run(args("-n", "5", "--max-new-tokens", "7", "--json"));
    const report = JSON.parse(stdout) as BenchReport;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(report).toMatchObject({
      model: "m",
      parallel: 4,
      maxNewTokens: 7,
      answered: 5,
      failed: 0,
      outputTokens: 20,
    });
    for (const times of [report.firstTokenMs, report.interTokenMs, report.answerMs, report.answerTokensPerSecond]) {
      expect(times?.p50).toBeGreaterThanOrEqual(0);
      expect(times?.p99).toBeGreaterThanOrEqual(times?.p50 ?? 0);
      expect(times?.max).toBeGreaterThanOrEqual(times?.p99 ?? 0);
    }
    expect(test.cluster.requests.at(-1)?.body).toMatchObject({ max_new_tokens: 7 });
  });

  it("asks what it is told to, from a file too", async () => {
    const folder = await mkdtemp(join(tmpdir(), "modelfleet-bench-"));
    try {
      const file = join(folder, "prompt.txt");
      await writeFile(file, "What is a fleet?\n");
      await run(args("-n", "1", "--prompt-file", file));
      expect(lastAsked(test.cluster)).toEqual([["human", "What is a fleet?"]]);
    } finally {
      await rm(folder, { recursive: true });
    }
    await run(args("-n", "1", "--prompt", "And this?"));
    expect(lastAsked(test.cluster)).toEqual([["human", "And this?"]]);
  });

  it("goes on for a time", async () => {
    const { exitCode, stdout } = await run(args("--duration", "0.5s", "-c", "1", "--json"));
    const { answered, seconds } = JSON.parse(stdout) as BenchReport;
    expect(exitCode).toBe(0);
    expect(answered).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThanOrEqual(0.5);
  });

  it("counts errors by what they say, and ends with the status of the first", async () => {
    using _fault = test.cluster.fault("workers", { type: "error", message: "no \x1b[31mmemory", times: 2 });
    const { exitCode, stdout } = await run(args("-n", "4", "-c", "1"));
    expect(exitCode).toBe(5);
    expect(stdout).toMatch(/^2 answered, 2 failed/);
    expect(stdout).toContain("2 x The model reported error 1: no memory");
  });

  it("says so where nothing was answered", async () => {
    using _fault = test.cluster.fault("workers", { type: "error", message: "no memory" });
    const { exitCode, stdout } = await run(args("-n", "2", "--json"));
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ answered: 0, failed: 2, firstTokenMs: null, answerMs: null });
  });

  it("shows what there is on Ctrl-C, and ends what runs", async () => {
    test.cluster.reset();
    // The first two are answered, the third never ends.
    let asked = 0;
    using _fault = test.cluster.fault("workers", {
      type: "stall",
      route: "generate_stream",
      when: () => ++asked > 2,
    });
    await using command = new Command(args("-n", "50", "-c", "1"));
    await test.cluster.waitFor(({ type }) => type === "generation-start");
    while (test.cluster.finished < 2 || test.cluster.active === 0) {
      await test.cluster.waitFor(({ type }) => type === "generation-start", { future: true });
    }
    command.child.kill("SIGINT");
    expect(await command.exit).toBe(130);
    expect(command.stdout).toMatch(/^2 answered, 0 failed, 1 cut off/);
    expect(command.stderr).not.toContain("error");
    await test.cluster.idle();
  });

  it("shows on a terminal how far it is, and takes that away", async () => {
    await using slow = await startCluster({ models: [{ name: "m", tokenDelayMs: 30, answer: "one two three" }] });
    const terminal = { columns: 80, rows: 24 };
    await using command = new Command(["bench", "--address", slow.address, "-n", "8", "-c", "2"], { terminal });
    await command.shows("░");
    expect(await command.exit).toBe(0);
    expect(command.stdout).toContain("\r\x1b[K8 answered");
  });

  it.each([
    [["-n", "0"], "--requests"],
    [["-c", "many"], "--parallel"],
    [["--duration", "soon"], "--duration"],
    [["--max-new-tokens", "1.5"], "--max-new-tokens"],
    [["--prompt-file", "/no/such/file"], "cannot be read"],
    [["--prompt", "a", "--prompt-file", "b"], "not both"],
  ])("refuses %j", async (more, message) => {
    expect(await run(args(...more))).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  it("asks which model is meant, and says which there are", async () => {
    expect(await run(["bench", "--address", test.address])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("m, other"),
    });
    expect((await run(["bench", "--address", test.address, "-m", "nope"])).exitCode).toBe(4);
  });
});

describe("Sample", () => {
  it("tells the shares of its values", () => {
    const sample = new Sample();
    for (let value = 100; value >= 1; value--) sample.add(value);
    expect(sample.summary()).toEqual({ p50: 50, p90: 90, p99: 99, max: 100, mean: 50.5 });
    expect(new Sample().summary()).toBeNull();
  });

  it("keeps a bounded, even choice of many", () => {
    const sample = new Sample();
    for (let value = 0; value < 300_000; value++) sample.add(value);
    expect(sample.values.length).toBe(100_000);
    expect(sample.summary()?.max).toBe(299_999);
    expect(sample.summary()?.p50).toBeGreaterThan(140_000);
    expect(sample.summary()?.p50).toBeLessThan(160_000);
  });
});

describe("the chart", () => {
  it("has bars in proportion, in round ranges, within its width", () => {
    const values = [...Array.from({ length: 200 }, (_, i) => 100 + (i % 70)), 9_000];
    const lines = distributionChart(values, 60);
    expect(lines[0]).toMatch(/^ {2}100 ms to 110 ms +30 +█+$/);
    expect(lines.at(-1)).toMatch(/^ +from 160 ms +21 +█+$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
    const counts = lines.map((line) => Number(/ (\d+) {2}█+$/.exec(line)?.[1]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(201);
  });

  it.each([
    ["nothing", [], 0],
    ["one value", [5], 1],
    ["the same value", [5, 5, 5], 1],
    ["zeros", [0, 0], 1],
  ])("of %s", (_what, values, rows) => {
    expect(distributionChart(values, 80)).toHaveLength(rows);
  });
});

describe("the progress", () => {
  it.each([20, 40, 80])("fits %i columns", (columns) => {
    const results = new BenchResults();
    results.running = 4;
    results.failed = 3;
    const question = { model: "m", prompt: "", maxNewTokens: 1 };
    const plan = { total: 12, durationMs: Number.POSITIVE_INFINITY, parallel: 4, question };
    expect(progressText(plan, results, 1_000, columns).length).toBeLessThan(columns);
  });
});
