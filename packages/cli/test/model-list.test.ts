import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";

let test: TestCluster;
const list = (...args: string[]) => run(["model", "list", "--address", test.address, ...args]);

beforeAll(async () => {
  test = await startCluster({ models: [{ name: "qwen" }, { name: "Alpha" }, { name: "qwen", type: "text2vec" }] });
});
afterAll(() => test[Symbol.asyncDispose]());

describe("model list", { timeout: 30_000 }, () => {
  it("prints sorted rows on standard output and nothing else", async () => {
    const { exitCode, stdout, stderr } = await list();
    expect(stdout).not.toContain("\x1b");
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^NAME +TYPE +HOST +PORT +HEALTHY +ENABLED +PROMPT TEMPLATE +LAST HEARTBEAT$/);
    expect(lines.slice(1).map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ["Alpha", "llm"],
      ["qwen", "llm"],
      ["qwen", "text2vec"],
      ["WorkerManager", "service"],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it.each([
    [["-m", "qwen"], ["qwen@llm"]],
    [["--model_name", "qwen", "--model_type", "text2vec"], ["qwen@text2vec"]],
    [["--model-type=llm"], ["Alpha@llm", "qwen@llm"]],
    [["--model-name=nope"], []],
  ])("%j as JSON is one array of %j", async (args, expected) => {
    const { exitCode, stdout, stderr } = await list("--json", ...args);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows.map((row) => `${row.modelName}@${row.modelType}`)).toEqual(expected);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(expected.length > 0 ? "" : `No model instances of nope (llm) at ${test.address}.\n`);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        "modelName",
        "modelType",
        "host",
        "port",
        "healthy",
        "enabled",
        "promptTemplate",
        "lastHeartbeat",
      ]);
    }
  });

  it("says on standard error that there is nothing, and prints nothing", async () => {
    const { exitCode, stdout, stderr } = await list("-m", "nope");
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toContain("No model instances of nope");
  });

  it.each([
    ["before the command", (address: string) => run(["--address", address, "model", "list"])],
    ["in the middle", (address: string) => run(["model", "--address", address, "list"])],
    ["in the environment", (address: string) => run(["model", "list"], { env: { CONTROLLER_ADDRESS: address } })],
    ["after one that is down", (address: string) => run(["model", "list", `--address=http://127.0.0.1:9,${address}`])],
  ])("takes the address %s", async (_where, start) => {
    expect(await start(test.address)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Alpha") });
  });

  it("says what it found when asked to", async () => {
    const { stderr } = await run(["model", "list", "--verbose"], { env: { CONTROLLER_ADDRESS: test.address } });
    expect(stderr).toBe(`Controller: ${test.address} (from CONTROLLER_ADDRESS)\n`);
  });

  it("sends the token of the environment, and never says it", async () => {
    const env = { MODELFLEET_TOKEN: "s3cret" };
    const { stderr } = await run(["model", "list", "--verbose", "--address", test.address], { env });
    expect(test.cluster.requests.at(-1)?.headers.authorization).toBe("Bearer s3cret");
    expect(stderr).toContain("MODELFLEET_TOKEN");
    expect(stderr).not.toContain("s3cret");
  });

  it.each([
    [{}, "Check the token: it is that of MODELFLEET_TOKEN, which is not set.\n", 1],
    [{ MODELFLEET_TOKEN: "s3cret" }, "Check the token: it is that of MODELFLEET_TOKEN.\n", 1],
    [{ MODELFLEET_TOKEN: "geheim→" }, "A token of MODELFLEET_TOKEN has characters that HTTP cannot carry", 2],
  ])("says where tokens come from when one is refused: %j", async (env, said, exitCode) => {
    using _fault = test.cluster.fault("*", { type: "status", status: 401 });
    const refused = await run(["model", "list", "--address", test.address], { env });
    expect(refused).toMatchObject({ exitCode, stdout: "", stderr: expect.stringContaining(said) });
    expect(refused.stderr).not.toMatch(/s3cret|geheim/);
  });

  it("fits a terminal, in colour", async () => {
    const long = "a-name-that-is-much-too-long-for-the-terminal-it-is-shown-on";
    await using wide = await startCluster({ models: [{ name: long }, { name: "通义千问" }] });
    wide.cluster.fault("*", { type: "unhealthy", workerKey: `${long}@llm` });
    const terminal = { columns: 80, rows: 24 };
    await using command = new Command(["model", "list", "--address", wide.address], { terminal });
    expect(await command.exit).toBe(0);
    for (const line of command.screen.trimEnd().split(/\r?\n/)) expect(line.length).toBeLessThanOrEqual(80);
    expect(command.screen).toContain("a-name-that-");
    expect(command.stdout).toContain("\x1b[31mno");
  });
});
