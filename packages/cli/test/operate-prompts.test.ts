import { describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command } from "./support/command.ts";
import { lastStarted, offerModels } from "./support/operate.ts";
import { screenAfter } from "./support/screen.ts";

const ctrlC = "\x03";
const enter = "\r";
const down = "\x1b[B";

const onTerminal = (test: TestCluster, ...args: string[]) =>
  new Command(["model", ...args, "--address", test.address], { terminal: { columns: 80, rows: 30 } });

describe("questions on a terminal", { timeout: 30_000 }, () => {
  it("stops nothing unless told so", async () => {
    await using test = await startCluster({ models: [{ name: "通义千问" }] });
    await using no = onTerminal(test, "stop", "-m", "通义千问");
    await no.shows("Stop 通义千问@llm at 127.0.0.1:");
    no.type(enter);
    await no.shows("Nothing was done.");
    expect(await no.exit).toBe(1);
    expect(test.cluster.requests.some(({ route }) => route === "models/shutdown")).toBe(false);

    await using yes = onTerminal(test, "stop", "-m", "通义千问");
    await yes.shows("Stop 通义千问@llm");
    yes.type("y");
    await yes.shows("stopped");
    expect(await yes.exit).toBe(0);
  });

  it("asks nothing with --yes", async () => {
    await using test = await startCluster({ models: [{ name: "qwen" }], restart: "working" });
    await using command = onTerminal(test, "restart", "-m", "qwen", "-y");
    expect(await command.exit).toBe(0);
    expect(command.screen).not.toContain("Restart qwen");
    expect(command.screen).toMatch(/ok +\d+\.\d\d s +start successfully/);
  });

  it("leaves a question on Ctrl-C with 130", async () => {
    await using test = await startCluster({ models: [{ name: "qwen" }] });
    await using command = onTerminal(test, "restart", "-m", "qwen");
    await command.shows("Restart qwen@llm");
    command.type(ctrlC);
    expect(await command.exit).toBe(130);
    expect(test.cluster.requests.some(({ route }) => route === "apply")).toBe(false);
  });

  it.each([
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const)("gives the terminal back from a question on %s", async (signal, number) => {
    await using test = await startCluster({ models: [{ name: "qwen" }] });
    await using command = onTerminal(test, "restart", "-m", "qwen");
    await command.shows("No");
    command.child.kill(signal);
    expect(await command.exit).toBe(128 + number);
    expect(command.stderr).toBe("");
    expect(await screenAfter(command.stdout, 80, 30)).toMatchObject({ cursorHidden: false });
  });

  it("starts a model step by step, and says how to do the same again", async () => {
    await using test = await startCluster({ models: [{ name: "qwen" }] });
    const key = { param_name: "api_key", param_type: "string", required: true, ext_metadata: { tags: "privacy" } };
    const name = { param_name: "name", param_type: "string", required: true };
    const size = { param_name: "size", param_type: "integer", description: "How large." };
    await offerModels(test, [
      { model: "gpt", provider: "proxy/a", params: [name] },
      { model: "gpt", provider: "proxy/b", params: [name, key, size] },
      { model: "other", provider: "proxy/b" },
    ]);
    await using command = onTerminal(test, "start");
    await command.shows("Which model?");
    command.type(enter);
    await command.shows("From which provider?");
    command.type(down + enter);
    await command.shows("Which parameters to set?");
    command.type(` ${enter}`);
    await command.shows("api_key:");
    command.type(`s3cret${enter}`);
    await command.shows("size: How large.");
    command.type(`many${enter}`);
    await command.shows("size is an integer");
    command.type(`\x7f\x7f\x7f\x7f12${enter}`);
    await command.shows("started");
    expect(await command.exit).toBe(0);
    expect(lastStarted(test.cluster)?.params).toEqual({
      name: "gpt",
      provider: "proxy/b",
      api_key: "s3cret",
      size: 12,
    });
    expect(command.screen).toContain("The same again: modelfleet model start --model-name gpt");
    expect(command.screen.replaceAll(/\s/g, "")).toContain("--size12");
    expect(command.screen).not.toContain("s3cret");
  });

  it("asks for what is missing", async () => {
    await using test = await startCluster({ models: [{ name: "qwen" }] });
    const url = { param_name: "url", param_type: "str", required: true };
    await offerModels(test, [{ model: "far", provider: "proxy/a", params: [url] }]);
    await using command = onTerminal(test, "start", "-m", "far");
    await command.shows("url:");
    command.type(`http://x${enter}`);
    expect(await command.exit).toBe(0);
    expect(lastStarted(test.cluster)?.params).toMatchObject({ url: "http://x" });
  });
});
