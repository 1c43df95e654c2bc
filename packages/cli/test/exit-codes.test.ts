import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";

let test: TestCluster;
beforeAll(async () => {
  test = await startCluster({
    models: [{ name: "qwen" }, { name: "sick" }, { name: "failing" }, { name: "bge", type: "text2vec" }],
  });
  test.cluster.fault("*", { type: "unhealthy", workerKey: "sick@llm" });
  test.cluster.fault("workers", {
    type: "error",
    message: "out of \x1b[31mmemory",
    when: ({ body }) => (body as { model?: string } | undefined)?.model === "failing",
  });
});
afterAll(() => test[Symbol.asyncDispose]());

const chat = (model: string, input = "hi\n") =>
  run(["model", "chat", "-m", model, "--address", test.address], { input });

describe("exit codes", { timeout: 120_000 }, () => {
  it.each([
    ["an unknown command, with what was meant", ["modell"], "Did you mean model?"],
    ["an unknown subcommand, with what was meant", ["model", "lst"], "Did you mean list?"],
    ["an unknown option, with what was meant", ["model", "list", "--jsn"], "Did you mean --json?"],
    ["a missing option", ["compare", "hi"], "--model-name"],
    ["a model that is compared with itself", ["compare", "-m", "a", "-m", "a", "hi"], "two models"],
    ["a number that is none", ["ask", "--temperature", "hot", "hi"], "--temperature"],
    ["a missing value", ["model", "list", "-m"], "argument missing"],
    ["an unknown type", ["model", "list", "--model-type", "foo"], "llm, text2vec, reranker, service"],
    ["a token on the command line", ["--token", "x", "model", "list"], "MODELFLEET_TOKEN"],
    ["no command", [], "Usage: modelfleet"],
    ["half a command", ["model"], "Usage: modelfleet model"],
    ["a wrong address", ["model", "list", "--address", "ftp://x"], "ftp://x"],
    ["an @ in the name", ["model", "list", "-m", "a@llm", "--address", "http://127.0.0.1:9"], "@"],
  ])("2 for %s", async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("3 where nothing listens", async () => {
    const { exitCode, stdout, stderr } = await run(["model", "list", "--address", "http://127.0.0.1:9"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toMatch(/^error: No controller answered/);
    expect(stderr).toContain("http://127.0.0.1:9");
  });

  it("1 where something else answers", async () => {
    using _fault = test.cluster.fault("controllers", { type: "html", status: 200 });
    const { exitCode, stderr } = await run(["model", "list", "--address", test.address]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: .*HTML/i);
  });

  it("4 for a model that is not there, with those that are", async () => {
    const { exitCode, stdout, stderr } = await chat("nope");
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: "" });
    expect(stderr).toBe(`error: No chat model nope at ${test.address}. Chat models there: failing, qwen, sick.\n`);
  });

  it("4 for a model that does not chat", async () => {
    expect(await chat("bge")).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining("as text2vec, and is no chat model"),
    });
  });

  it("4 for a model without a healthy instance", async () => {
    expect(await chat("sick")).toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(/127.0.0.1:\d+ is unhealthy/),
    });
  });

  it("5 for an error of the model, whose message is harmless", async () => {
    const { exitCode, stdout, stderr } = await chat("failing");
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: "" });
    expect(stderr).toBe("error: The model reported error 1: out of memory\n");
  });

  it("130 when interrupted", async () => {
    using _fault = test.cluster.fault("controllers", { type: "hang" });
    const arrived = test.cluster.waitFor(({ type }) => type === "request", { future: true });
    await using command = new Command(["model", "list", "--address", test.address]);
    await arrived;
    command.child.kill("SIGINT");
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 130, stderr: "" });
  });

  it.each([["--version"], ["-V"]])("0 for %s, with the runtime", async (flag) => {
    const { exitCode, stdout } = await run([flag]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^modelfleet \d+\.\d+\.\d+\S* \(node v\d+\.\d+\.\d+, \w+ \w+\)\n$/);
    expect((await run(["model", "list", flag])).stdout).toBe(stdout);
  });

  it("0 for help, which documents them", async () => {
    const { exitCode, stdout, stderr } = await run(["--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const code of [0, 1, 2, 3, 4, 5, 130]) expect(stdout).toMatch(new RegExp(`^  ${code} +\\w`, "m"));
    expect((await run(["model", "chat", "--help"])).stdout).toContain("--system <text>");
  });
});
