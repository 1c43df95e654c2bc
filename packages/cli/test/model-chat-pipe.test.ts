import { describe, expect, it } from "vitest";
import { lastAsked } from "./support/asked.ts";
import { startCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";

type Messages = { messages: { role: string; content: string }[] };

describe("model chat through a pipe", { timeout: 30_000 }, () => {
  it("answers every line, with all that was said before", async () => {
    await using test = await startCluster({
      models: [
        { name: "qwen", answer: ({ messages }) => `answer ${messages?.filter((m) => m.role === "human").length}` },
      ],
    });
    const { exitCode, stdout, stderr } = await run(
      ["model", "chat", "--model_name", "qwen", "--system", "Be brief.", "--address", test.address],
      { input: "one\r\n\n  two  \nexit\nthree\n" },
    );
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "answer 1\nanswer 2\n", stderr: "" });
    expect(lastAsked(test.cluster)).toEqual([
      ["system", "Be brief."],
      ["human", "one"],
      ["ai", "answer 1"],
      ["human", "two"],
    ]);
  });

  it("streams, and keeps control sequences and thinking to itself", async () => {
    let go = (): void => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    await using test = await startCluster({
      models: [{ name: "evil", thinking: "hm", answer: [{ text: "a\x1b[3" }, { text: "a\x1b[31mb\x1b]0;t\x07c" }] }],
    });
    test.cluster.fault("workers", {
      type: "delay",
      until,
      when: ({ body }) => (body as Messages).messages?.length > 1,
    });
    await using command = new Command(["model", "chat", "-m", "evil", "--address", test.address]);
    command.type("one\ntwo");
    await command.shows("abc\n");
    go();
    command.endInput();
    expect({ exitCode: await command.exit, stdout: command.stdout, stderr: command.stderr }).toEqual({
      exitCode: 0,
      stdout: "abc\nabc\n",
      stderr: "",
    });
  });

  it("gives a rewritten answer again as a whole, unless it only grew", async () => {
    await using test = await startCluster({
      models: [
        { name: "m", answer: [{ text: "I says \n" }, { text: "I says" }, { text: "I say" }, { text: "I say it." }] },
      ],
    });
    const { stdout, stderr } = await run(["model", "chat", "-m", "m", "--address", test.address], { input: "x\n" });
    expect(stdout).toBe("I says \nI say it.\n");
    expect(stderr).toContain("changed what it had said");
  });

  it("prints JSON lines for each answer, and for what fails", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "fine" }] });
    test.cluster.fault("workers", { type: "error", message: "no", times: 1, route: "generate_stream" });
    const { exitCode, stdout } = await run(["model", "chat", "--json", "--address", test.address], {
      input: "one\ntwo\n",
    });
    expect(exitCode).toBe(5);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { type: "error", model: "m", code: "generation_failed" },
      { type: "delta", model: "m", delta: "fine" },
      { type: "answer", model: "m", text: "fine", stopped: false },
    ]);
  });

  it("goes on after an error, and fails in the end", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "fine" }] });
    test.cluster.fault("workers", { type: "error", message: "no", times: 1, route: "generate_stream" });
    const { exitCode, stdout, stderr } = await run(["model", "chat", "-m", "m", "--address", test.address], {
      input: "one\ntwo\n",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: "fine\n" });
    expect(stderr).toBe("error: The model reported error 1: no\n");
    // The question that failed is not part of the conversation.
    expect(lastAsked(test.cluster)).toEqual([["human", "two"]]);
  });

  it("ends the generation when it is interrupted, with 130", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "a b c" }] });
    test.cluster.fault("workers", { type: "stall" });
    await using command = new Command(["model", "chat", "-m", "m", "--address", test.address]);
    command.type("x\n");
    await command.shows("a");
    command.child.kill("SIGINT");
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 130, stderr: "" });
    await test.cluster.waitFor(({ type }) => type === "generation-cancel");
  });

  it("ends the generation when nobody reads on, quietly", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "word ".repeat(10_000), tokenDelayMs: 1 }] });
    await using command = new Command(["model", "chat", "-m", "m", "--address", test.address]);
    command.type("x\n");
    await command.shows("word");
    command.child.stdout?.destroy();
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 0, stderr: "" });
    await test.cluster.waitFor(({ type }) => type === "generation-cancel");
  });
});
