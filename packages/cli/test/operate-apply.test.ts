import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";
import { asked, workerAt } from "./support/operate.ts";
import { type ServingCommand, startServing } from "./support/serving.ts";

let test: TestCluster;
const model = (command: string, ...args: string[]) => run(["model", command, "--address", test.address, ...args]);
const rowsOf = (stdout: string) => JSON.parse(stdout) as Record<string, unknown>[];
const isHealthy = async (...args: string[]) =>
  rowsOf((await model("list", "--json", ...args)).stdout).map((row) => row.healthy);

describe("model stop, restart and apply", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    test = await startCluster({
      workers: 2,
      models: [{ name: "qwen" }, { name: "other" }, { name: "bge", type: "text2vec", workers: 1 }, { name: "three" }],
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it("restarts every instance, with a line for each", async () => {
    const { exitCode, stdout, stderr } = await model("restart", "-m", "qwen");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^NAME +TYPE +HOST +PORT +RESULT +TIME +MESSAGE$/);
    expect(lines.slice(1)).toHaveLength(2);
    for (const line of lines.slice(1)) {
      expect(line).toMatch(
        /^qwen +llm +127\.0\.0\.1 +\d+ +ok +\d+\.\d\d s +model qwen@stand-in\(.*\) start successfully$/,
      );
    }
  });

  it("stops the instance that is named, then all that are left", async () => {
    const { host, port } = await workerAt(test, "three");
    const first = await model("stop", "--model_name", "three", "--host", host, "--port", String(port), "--json");
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(rowsOf(first.stdout)).toEqual([
      {
        ...{ modelName: "three", modelType: "llm", host, port, success: true, message: "stopped" },
        timecost: expect.any(Number),
      },
    ]);
    expect(await isHealthy("-m", "three")).toEqual([false, true]);
    expect(rowsOf((await model("stop", "-m", "three", "--json")).stdout)).toHaveLength(1);
    expect(await isHealthy("-m", "three")).toEqual([false, false]);
    const again = await model("stop", "-m", "three");
    expect(again).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("is unhealthy") });
  });

  it("changes parameters, by options of their own or by name", async () => {
    expect(await model("apply", "-m", "other", "--concurrency", "4")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Update worker params and restart successfully"),
    });
    expect(await model("apply", "-m", "other", "-p", "concurrency=4")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/Update worker params successfully$/m),
    });
    expect((await model("apply", "-m", "other", "--help")).stdout).toContain("--concurrency <integer>");
  });

  it.each([
    [2, "nothing to change", ["apply", "-m", "other"], "Nothing to change. This model takes: --concurrency"],
    [2, "a wrong type", ["apply", "-m", "other", "--concurrency", "x"], "concurrency is an integer"],
    [2, "no name", ["apply"], "--model-name"],
    [2, "an @ in the name", ["restart", "-m", "qwen@llm"], "@"],
    [4, "a misspelt model", ["stop", "-m", "quen"], "Did you mean qwen?"],
    [4, "another type", ["stop", "-m", "bge"], "Add --model-type text2vec"],
    [
      4,
      "an instance that is not there",
      ["restart", "-m", "qwen", "--port", "1"],
      "No instance of qwen@llm at any host:1",
    ],
    [4, "a misspelt model of apply", ["apply", "-m", "othr", "-p", "a=1"], "Did you mean other?"],
  ])("%i for %s", async (exitCode, _what, [command = "", ...args], message) => {
    const result = await model(command, ...args);
    expect(result).toMatchObject({ exitCode, stdout: "" });
    expect(result.stderr).toContain(message);
  });

  it("says where one of several failed, and ends with its code", async () => {
    const { port } = await workerAt(test, "qwen");
    const worker = test.cluster.workers.find((each) => each.port === port)?.id ?? "";
    using _fault = test.cluster.fault(worker, { type: "refuse", route: ["apply", "models/shutdown"] });
    const { exitCode, stdout, stderr } = await model("restart", "-m", "qwen", "--json");
    expect(exitCode).toBe(3);
    expect(rowsOf(stdout).map((row) => row.success)).toEqual([false, true]);
    expect(stderr).toMatch(new RegExp(`^error: .*127\\.0\\.0\\.1:${port}`));
  });

  it("shows on a narrow terminal why, and not whom it asked", async () => {
    const route = "models/shutdown";
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ detail: "No room." });
    using _fault = test.cluster.fault("workers", { type: "status", status: 400, body, headers, route });
    const args = ["model", "stop", "-m", "bge", "--model-type", "text2vec", "-y", "--address", test.address];
    await using command = new Command(args, { terminal: { columns: 80, rows: 24 } });
    expect(await command.exit).toBe(1);
    expect(command.screen).toMatch(/^bge .* failed .* s {2}No room/m);
    expect(command.screen).toMatch(/^error: POST http:\/\/127\.0\.0\.1:\d+\/api\/worker\/models\/shutdown/m);
  });

  it("3 without a controller", async () => {
    const result = await run(["model", "stop", "-m", "qwen", "--address", "http://127.0.0.1:9"]);
    expect(result).toMatchObject({
      exitCode: 3,
      stdout: "",
      stderr: expect.stringContaining("No controller answered"),
    });
  });

  it("130 when interrupted", async () => {
    using _fault = test.cluster.fault("workers", { type: "hang", route: "apply" });
    const arrived = asked(test.cluster, "apply");
    await using command = new Command(["model", "restart", "-m", "qwen", "--address", test.address]);
    await arrived;
    command.child.kill("SIGINT");
    expect({ exitCode: await command.exit, stdout: command.stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(command.stderr).toContain("may go on at the workers");
  });

  it("says that a restart lost a model, with the command that starts it again", async () => {
    const lost = await model("restart", "-m", "bge", "--model-type", "text2vec", "--json");
    expect(lost).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("stopped bge@text2vec and forgot it") });
    const [{ startAgain } = { startAgain: "" }] = rowsOf(lost.stdout) as { startAgain: string }[];
    expect(lost.stderr).toContain(`  ${startAgain}\n`);
    const [program, ...words] = startAgain.split(" ");
    expect(program).toBe("modelfleet");
    expect(await run(words)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("started") });
    expect(await isHealthy("-m", "bge", "--model-type", "text2vec")).toEqual([true]);
  });
});

describe("operating a fleet of ours", { timeout: 60_000 }, () => {
  let fleet: ServingCommand;
  beforeAll(async () => {
    fleet = await startServing(["up", "--port", "0", "--no-open", "--no-state"]);
  }, 30_000);
  afterAll(() => fleet[Symbol.asyncDispose]());

  it("restarts, stops, starts and changes", async () => {
    const does = (...args: string[]) => run(["model", ...args, "-m", "guide", "--address", fleet.url]);
    for (const words of [["restart"], ["stop"], ["start"], ["apply", "-p", "concurrency=3"]]) {
      expect(await does(...words)).toMatchObject({ exitCode: 0, stderr: "" });
    }
    const { stdout } = await does("list", "--json");
    expect(rowsOf(stdout)).toMatchObject([{ modelName: "guide", healthy: true }]);
  });
});
