import type { StandInModel } from "@modelfleet/testing";
import { describe, expect, it } from "vitest";
import { lastAsked } from "./support/asked.ts";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command } from "./support/command.ts";

const ctrlC = "\x03";
const ctrlD = "\x04";

function chat(test: TestCluster, env: Record<string, string> = {}): Command {
  const terminal = { columns: 60, rows: 24 };
  return new Command(["model", "chat", "-m", "m", "--address", test.address], { terminal, env });
}

async function clusterWith(model: Omit<StandInModel, "name">): Promise<TestCluster> {
  return startCluster({ models: [{ name: "m", ...model }] });
}

describe("model chat on a terminal", { timeout: 30_000 }, () => {
  it("asks, streams, and leaves with /exit", async () => {
    await using test = await clusterWith({ answer: "Good day." });
    await using command = chat(test);
    await command.shows("> ");
    command.type("hello\r");
    await command.shows("Good day.");
    command.type("/exit\r");
    expect(await command.exit).toBe(0);
  });

  it("shows thinking dimmed, and without colour as it is", async () => {
    await using test = await clusterWith({ thinking: "Let me see.", answer: "Yes." });
    await using command = chat(test);
    await command.shows("> ");
    command.type("well?\r");
    await command.shows("Yes.");
    expect(command.stdout).toContain("\x1b[2mLet\x1b[22m");
    expect(command.screen).toMatch(/Let me see\.\r\n\r\nYes\./);
    await using plain = chat(test, { NO_COLOR: "1" });
    await plain.shows("> ");
    plain.type("well?\r");
    await plain.shows("Let me see.\r\n\r\nYes.");
    expect(plain.stdout).not.toContain("\x1b[2m");
  });

  it("stops the answer on Ctrl-C, keeps what came, and goes on", async () => {
    await using test = await clusterWith({ answer: "one two three" });
    const fault = test.cluster.fault("workers", { type: "stall", afterFrames: 2 });
    await using command = chat(test);
    await command.shows("> ");
    command.type("count\r");
    await command.shows("one two");
    command.type(ctrlC);
    await command.shows("[stopped]");
    await test.cluster.waitFor(({ type }) => type === "generation-cancel");
    fault();
    command.type("go on\r");
    await command.shows("one two three");
    expect(lastAsked(test.cluster)).toEqual([
      ["human", "count"],
      ["ai", "one two"],
      ["human", "go on"],
    ]);
    command.type(ctrlD);
    expect(await command.exit).toBe(0);
  });

  it("empties the line on Ctrl-C, then says how to leave, then leaves", async () => {
    await using test = await clusterWith({ answer: "Never asked." });
    await using command = chat(test);
    await command.shows("> ");
    command.type("half a question");
    await command.shows("half a question");
    command.type(ctrlC + ctrlC);
    await command.shows("Ctrl-C once more");
    command.type(ctrlC);
    expect(await command.exit).toBe(0);
    expect(test.cluster.requests.some(({ route }) => route === "generate_stream")).toBe(false);
  });

  it("keeps what is typed while an answer streams for the next questions", async () => {
    let go = (): void => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    await using test = await clusterWith({ answer: ({ messages }) => `You said ${messages?.at(-1)?.content}.` });
    test.cluster.fault("workers", { type: "delay", until, times: 1, route: "generate_stream" });
    await using command = chat(test);
    await command.shows("> ");
    command.type("first\r");
    await test.cluster.waitFor(({ type }) => type === "request");
    command.type("second\rthi");
    go();
    await command.shows("You said second.");
    const seen = command.screen.length;
    command.type("rd\r");
    await command.shows("You said third.", seen);
    expect(command.screen).toMatch(/You said first\.\r\n\r\n> second\r\nYou said second\./);
    command.type(ctrlD);
    expect(await command.exit).toBe(0);
  });

  it("takes back what the model takes back", async () => {
    await using test = await clusterWith({
      answer: [{ text: "fourty\ntwo, as everybody knows by now" }, { text: "forty-two" }],
    });
    await using command = chat(test);
    await command.shows("> ");
    command.type("?\r");
    await command.shows("forty-two");
    expect(command.stdout).toContain("\r\x1b[1A\x1b[Jforty-two");
    command.type(ctrlD);
    expect(await command.exit).toBe(0);
  });

  it("tells an error and goes on", async () => {
    await using test = await clusterWith({ answer: "Better." });
    test.cluster.fault("workers", { type: "error", message: "no memory", times: 1, route: "generate_stream" });
    await using command = chat(test);
    await command.shows("> ");
    command.type("one\r");
    await command.shows("error: The model reported error 1: no memory");
    command.type("two\r");
    await command.shows("Better.");
    command.type("exit\r");
    expect(await command.exit).toBe(0);
  });
});
