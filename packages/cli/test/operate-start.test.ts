import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";
import { asked, lastStarted, offerModels, workerAt } from "./support/operate.ts";

let test: TestCluster;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelfleet-start-"));
});
afterAll(() => rm(folder, { recursive: true }));

const started = (name: string, type: "llm" | "text2vec" = "llm") => ({ name, type, started: false });
const start = (...args: string[]) => run(["model", "start", "--address", test.address, ...args]);

describe("model start", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    test = await startCluster({
      workers: 2,
      models: [{ name: "qwen", workers: 1 }, started("late"), started("通义千问"), started("bge", "text2vec")],
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it("starts a model with what its worker needs to know, and says how long that took", async () => {
    const { exitCode, stdout, stderr } = await start("--model_name", "late", "--context_length", "2048", "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [row] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(row).toMatchObject({ modelName: "late", modelType: "llm", success: true, message: "started" });
    expect(row?.timecost).toBeGreaterThanOrEqual(0);
    expect(lastStarted(test.cluster)).toMatchObject({
      model: "late",
      worker_type: "llm",
      params: { name: "late", provider: "stand-in", context_length: 2048 },
    });
  });

  it("takes the first worker that does not run it yet, or the one that is named", async () => {
    const busy = await workerAt(test, "qwen");
    const { stdout } = await start("-m", "qwen", "--json");
    const [{ port } = { port: 0 }] = JSON.parse(stdout) as { port: number }[];
    expect(port).not.toBe(busy.port);
    const again = await start("-m", "qwen", "--host", busy.host, "--port", String(busy.port));
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("already: stop it first") });
  });

  it("finds the type of a model, and lines up names of any script", async () => {
    expect(await start("-m", "bge")).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bge +text2vec/m) });
    const { stdout } = await start("-m", "通义千问");
    const [title, row] = stdout.split("\n") as [string, string];
    // Each of the four takes two columns.
    expect(row.indexOf("llm")).toBe(title.indexOf("TYPE") - 4);
  });

  it("shows in its help what the model takes, and works without a cluster", async () => {
    const { exitCode, stdout } = await start("-m", "late", "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain("--context-length <integer>");
    expect(stdout).toContain("How many requests run at once. (default: 100)");
    expect(stdout).toContain("$ modelfleet model start");
    const alone = await run(["model", "start", "-m", "late", "--help", "--address", "http://127.0.0.1:9"]);
    expect(alone).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/options of late are not known here/) });
    expect((await run(["model", "start", "-h"])).stdout).toContain("With -m NAME");
  });

  it.each([
    [
      2,
      "a wrong type",
      ["-m", "late", "--concurrency", "many"],
      '--concurrency "many" is wrong: concurrency is an integer',
    ],
    [2, "a wrong type of a boolean", ["-m", "late", "-p", "verbose=perhaps"], "verbose is true or false"],
    [2, "an unknown option of this model", ["-m", "late", "--contxt-length", "1"], "Did you mean --context-length?"],
    [2, "an unknown parameter", ["-m", "late", "-p", "contxt_length=1"], "Did you mean context_length?"],
    [2, "a parameter without a value", ["-m", "late", "-p", "verbose"], "name=value"],
    [2, "a port that is none", ["-m", "late", "--port", "x"], 'port "x" is no port'],
    [2, "an unknown type", ["-m", "late", "--model-type", "foo"], "Unknown worker type"],
    [2, "an @ in the name", ["-m", "late@llm"], "@"],
    [2, "no name, with what there is", [], "The workers know: bge, late, qwen, 通义千问."],
    [2, "a file that is not there", ["-m", "late", "--params-file", "/nope.json"], "/nope.json cannot be read"],
    [4, "an unknown model, with what there is", ["-m", "laet"], "Did you mean late? They know: bge, late"],
    [4, "another type", ["-m", "late", "--model-type", "text2vec"], "late is there with type llm"],
    [4, "a worker that is not there", ["-m", "late", "--host", "10.0.0.1"], "No worker at 10.0.0.1"],
  ])("%i for %s", async (exitCode, _what, args, message) => {
    const result = await start(...args);
    expect(result).toMatchObject({ exitCode, stdout: "" });
    expect(result.stderr).toContain(message);
  });

  it("3 without a controller, and with one of two it works", async () => {
    const none = await run(["model", "start", "-m", "late", "--address", "http://127.0.0.1:9"]);
    expect(none).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("No controller answered") });
    const half = await run(["model", "start", "-m", "half", "--provider", "stand-in"], {
      env: { CONTROLLER_ADDRESS: `http://127.0.0.1:9,${test.address}` },
    });
    expect(half).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("starts a model under a name of one's own", async () => {
    expect(await start("-m", "mine", "--provider", "stand-in", "--concurrency", "3")).toMatchObject({ exitCode: 0 });
    expect(lastStarted(test.cluster)).toMatchObject({
      model: "mine",
      params: { name: "mine", provider: "stand-in", concurrency: 3 },
    });
  });

  it("says on Ctrl-C that the worker may go on, and ends with 130", async () => {
    using _fault = test.cluster.fault("workers", { type: "hang", route: "models/startup" });
    const arrived = asked(test.cluster, "models/startup");
    const args = ["model", "start", "-m", "slow", "--provider", "stand-in", "--address", test.address];
    await using command = new Command(args);
    await arrived;
    command.child.kill("SIGINT");
    expect(await command.exit).toBe(130);
    expect(command.stderr).toContain("may go on at the workers");
  });
});

const gptParams = [
  { param_name: "name", param_type: "string", required: true },
  { param_name: "provider", param_type: "string", default_value: "proxy/a", ext_metadata: { tags: "fixed" } },
  { param_name: "api_key", param_type: "string", required: true, ext_metadata: { tags: "privacy" } },
  { param_name: "flavour", param_type: "string", default_value: "plain", valid_values: ["plain", "spicy"] },
  { param_name: "stop_words", param_type: "string", is_array: true },
  { param_name: "load_8bit", param_type: "boolean", default_value: false },
];

describe("model start, of what real workers offer", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    test = await startCluster({ models: [{ name: "present" }] });
    await offerModels(test, [
      { model: "gpt", provider: "proxy/a", params: gptParams },
      { model: "gpt-b", provider: "proxy/a", params: gptParams },
      { model: "many", provider: "proxy/a" },
      { model: "many", provider: "proxy/b" },
      { model: "gone", enabled: false, path: "/models/gone", path_exist: false },
    ]);
  }, 30_000);
  afterAll(() => test[Symbol.asyncDispose]());

  it("names what is missing, and warns of a secret that everyone can read", async () => {
    const missing = await start("-m", "gpt");
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/needs more options:\n {2}--api-key/) });
    const open = await start("-m", "gpt", "--api-key", "s3cret");
    expect(open).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("warning: other users") });
    expect(open.stdout + open.stderr).not.toContain("s3cret");
  });

  it("takes secrets from a file, lists, choices and flags from the command line", async () => {
    const file = join(folder, "params.json");
    await writeFile(file, JSON.stringify({ api_key: "s3cret" }));
    const args = ["--flavour=spicy", "--stop-words", "a", "--stop-words", "b", "--load-8bit"];
    expect(await start("-m", "gpt-b", "--params-file", file, ...args)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(lastStarted(test.cluster)?.params).toEqual({
      name: "gpt-b",
      provider: "proxy/a",
      api_key: "s3cret",
      flavour: "spicy",
      stop_words: ["a", "b"],
      load_8bit: true,
    });
    expect(await start("-m", "gpt", "--flavour", "sweet")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("plain, spicy"),
    });
  });

  it("asks which provider is meant, and says why a model cannot start", async () => {
    expect(await start("-m", "many")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("proxy/a, proxy/b"),
    });
    expect(await start("-m", "gone")).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("/models/gone") });
  });
});
