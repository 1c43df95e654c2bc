import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";
import { offerModels, workerAt } from "./support/operate.ts";

let test: TestCluster;
const model = (command: string, ...args: string[]) => run(["model", command, "--address", test.address, ...args]);

beforeAll(async () => {
  test = await startCluster({
    models: [
      { name: "qwen", contextLength: 8192 },
      { name: "idle", started: false },
      { name: "bge", type: "text2vec" },
    ],
  });
});
afterAll(() => test[Symbol.asyncDispose]());

describe("model info and model params", { timeout: 60_000 }, () => {
  it("says what a model is, where it runs and what it takes", async () => {
    const { exitCode, stdout, stderr } = await model("info", "-m", "qwen");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^Model +qwen\nType +llm\nContext length +8192 tokens\n/);
    expect(stdout).toMatch(/^qwen +llm +127\.0\.0\.1/m);
    expect(stdout).toMatch(/^concurrency +integer +no +100 +- +How many requests run at once\.$/m);
    const { port } = await workerAt(test, "qwen");
    expect(JSON.parse((await model("info", "-m", "qwen", "--json")).stdout)).toMatchObject({
      modelName: "qwen",
      modelType: "llm",
      instances: [{ port, healthy: true }],
      metadata: { contextLength: 8192, prompt: { promptRoles: ["human", "ai", "system"] } },
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: "concurrency", type: "integer", default: 100 }),
      ]),
    });
  });

  it("shows what is known of one that is not healthy", async () => {
    using _fault = test.cluster.fault("*", { type: "unhealthy", workerKey: "qwen@llm" });
    const { exitCode, stdout, stderr } = await model("info", "-m", "qwen");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^qwen +llm +127\.0\.0\.1 +\d+ +no/m);
    expect(stderr).toBe("No instance is healthy: nothing more is known of it.\n");
  });

  it("knows the parameters of what runs, and of what could", async () => {
    for (const name of ["qwen", "idle", "bge"]) {
      const { exitCode, stdout } = await model("params", "-m", name, "--json");
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toContainEqual({
        ...{ name: "provider", type: "string", required: false, array: false, default: "stand-in" },
        ...{ validValues: null, secret: false, description: "The provider of the model." },
      });
    }
    expect((await model("params", "-m", "idle")).stdout).toMatch(/^PARAMETER +TYPE +REQUIRED +DEFAULT/);
  });

  it("does not take a model whose worker does not answer for one that is not there", async () => {
    await using alone = await startCluster({ models: [{ name: "qwen" }] });
    await offerModels(alone, [{ model: "other" }]);
    const params = () => run(["model", "params", "-m", "qwen", "--address", alone.address]);
    const restored = alone.cluster.fault("*", { type: "refuse", route: "parameter/descriptions" });
    const unreachable = await params();
    expect(unreachable).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("parameter/descriptions") });
    expect(unreachable.stderr).not.toContain("No model");
    restored();
    using _fault = alone.cluster.fault("*", { type: "unhealthy", workerKey: "qwen@llm" });
    const unhealthy = await params();
    expect(unhealthy).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("No instance of qwen at ") });
  });

  it.each([["info"], ["params"]])("4 for a model that is not there: %s", async (command) => {
    expect(await model(command, "-m", "qwem")).toMatchObject({
      exitCode: 4,
      stdout: "",
      stderr: expect.stringContaining("Did you mean qwen?"),
    });
    expect(await model(command, "-m", "a@llm")).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

describe("model list, beyond what runs", { timeout: 60_000 }, () => {
  it("lists what the workers could start", async () => {
    const { exitCode, stdout } = await model("list", "--supported", "--json");
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows.map((row) => `${row.modelName} ${row.modelType}`)).toEqual(["bge text2vec", "idle llm", "qwen llm"]);
    expect(rows[0]).toMatchObject({ provider: "stand-in", enabled: true, host: "127.0.0.1" });
    expect((await model("list", "--supported", "-m", "idle")).stdout).toMatch(/^idle +llm +stand-in +yes/m);
  });

  it("watches what the workers could start, too", async () => {
    await using alone = await startCluster({ models: [{ name: "qwen" }] });
    const options = ["--supported", "--watch", "--json", "--address", alone.address];
    await using command = new Command(["model", "list", ...options]);
    await command.shows('"models":[{"modelName":"qwen"');
    await offerModels(alone, [{ model: "other" }]);
    await command.shows('"models":[{"modelName":"other"');
    command.child.kill("SIGINT");
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 130, stderr: "" });
  });

  it("prints a line of JSON for each change, and ends with 130", async () => {
    await using command = new Command(["model", "list", "-m", "qwen", "--watch", "--json", "--address", test.address]);
    await command.shows("\n");
    using _fault = test.cluster.fault("*", { type: "unhealthy", workerKey: "qwen@llm" });
    await command.shows('"healthy":false');
    command.child.kill("SIGINT");
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 130, stderr: "" });
    const lines = command.stdout.trimEnd().split("\n");
    const seen = lines.map((line) => JSON.parse(line) as { time: string; instances: { healthy: boolean }[] });
    expect(seen.map(({ instances }) => instances.map(({ healthy }) => healthy))).toEqual([[true], [false]]);
  });

  it("says when nobody answers any more, and when somebody does again", async () => {
    await using command = new Command(["model", "list", "--watch", "--address", test.address]);
    await command.shows("qwen");
    const fault = test.cluster.fault("controllers", { type: "refuse" });
    await command.says("No answer:");
    fault();
    await command.says("It answers again.");
  });

  it("redraws on a terminal, and leaves the list behind", async () => {
    const terminal = { columns: 80, rows: 12 };
    await using command = new Command(["model", "list", "--watch", "--address", test.address], { terminal });
    await command.shows("Ctrl-C leaves");
    const drawn = command.screen.length;
    using _fault = test.cluster.fault("*", { type: "unhealthy", workerKey: "qwen@llm" });
    await command.shows("no", drawn);
    command.type("\x03");
    expect(await command.exit).toBe(130);
    const [, left = ""] = command.stdout.split("\x1b[?1049l");
    expect(left).toMatch(/NAME.*\r\n.*qwen/s);
  });

  it("3 where there is nobody from the start", async () => {
    const result = await run(["model", "list", "--watch", "--address", "http://127.0.0.1:9"]);
    expect(result).toMatchObject({ exitCode: 3, stdout: "" });
  });
});
