import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands, groups } from "../src/command-table.ts";
import { candidates } from "../src/completion/candidates.ts";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";
import { screenAfter } from "./support/screen.ts";
import { hasShell, type ShellFolder, startShellFolder } from "./support/shell.ts";

const known = ["qwen:7b", "qwen:32b", "bge", "$(reboot)", "-rf", "通义千问"];

async function complete(line: string): Promise<string[]> {
  const table = { commands, groups, modelNames: async () => known };
  return (await candidates(line.split(" "), table)).values.map(({ value }) => value);
}

describe("what may follow", () => {
  it.each([
    ["", ["up", "start", "model", "top", "completion"]],
    ["mod", ["model"]],
    ["model ", ["list", "chat"]],
    ["--address http://x model li", ["list"]],
    ["--no-color start w", ["worker"]],
    ["model list --model-t", ["--model-type"]],
    ["model list --model_t", []],
    ["model list --model-type ", ["llm", "text2vec", "reranker", "service"]],
    ["model list --model-type=te", ["--model-type=text2vec"]],
    ["model list --model_type te", ["text2vec"]],
    ["bench -m qwen:", ["qwen:7b", "qwen:32b"]],
    ["bench --model-name=qwen:3", ["--model-name=qwen:32b"]],
    ["ask -m 通", ["通义千问"]],
    ["completion ", ["bash", "zsh", "fish", "powershell"]],
    ["completion bash ", []],
    ["nonsense ", []],
    ["--ver", ["--verbose", "--version"]],
  ])("after %j comes %j", async (line, expected) => {
    const found = await complete(line);
    if (expected.length === 0) expect(found).toEqual([]);
    else expect(found).toEqual(expect.arrayContaining(expected));
  });

  it("offers no option twice, but those that may be given twice", async () => {
    expect(await complete("model list --json --js")).toEqual([]);
    expect(await complete("up --model a --mod")).toEqual(["--model"]);
  });

  it("offers files where they are meant", async () => {
    const table = { commands, groups, modelNames: async () => known };
    expect((await candidates(["bench", "--prompt-file", ""], table)).files).toBe(true);
    expect(await candidates(["up", "--model", ""], table)).toMatchObject({
      files: true,
      values: [{ value: "builtin" }, { value: "hf:" }, { value: "ollama:" }, { value: "openai:" }],
    });
    expect((await candidates(["bench", "--prompt", ""], table)).files).toBe(false);
  });

  it("never offers a name that means something to a shell", async () => {
    expect(await complete("bench -m ")).toEqual(["qwen:7b", "qwen:32b", "bge", "通义千问"]);
  });
});

describe("asking the cluster", { timeout: 120_000 }, () => {
  let test: TestCluster;
  beforeAll(async () => {
    test = await startCluster({ models: [{ name: "qwen" }, { name: "bge", type: "text2vec" }] });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const names = async (...words: string[]): Promise<string[]> => {
    const { exitCode, stdout, stderr } = await run(["__complete", "--", "--address", test.address, ...words]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stdout.trimEnd().split("\n").slice(1);
  };

  it("offers models of the type that a command is about", async () => {
    expect(await names("model", "list", "-m", "")).toEqual(["bge", "qwen"]);
    expect(await names("bench", "-m", "")).toEqual(["qwen"]);
    expect(await names("model", "list", "--model-type", "text2vec", "-m", "")).toEqual(["bge"]);
  });

  it("offers nothing, and says nothing, where no cluster is or none answers", async () => {
    using _fault = test.cluster.fault("*", { type: "hang" });
    expect(await names("bench", "-m", "")).toEqual([]);
    const { exitCode, stdout, stderr } = await run([
      "__complete",
      "--",
      "--address",
      "http://127.0.0.1:9",
      "ask",
      "-m",
      "",
    ]);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "words\n", stderr: "" });
  });

  it("is in no help, and other shells are refused", async () => {
    expect((await run(["--help"])).stdout).not.toContain("__complete");
    expect(await run(["completion", "tcsh"])).toMatchObject({ exitCode: 2, stdout: "" });
    expect(await run(["completion"])).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

interface Shell {
  name: string;
  start: readonly string[];
  /** What makes it ready for the script. */
  setUp: string;
}

const shells: readonly Shell[] = [
  { name: "bash", start: ["bash", "--norc", "--noprofile", "-i"], setUp: "" },
  { name: "zsh", start: ["zsh", "-f", "-i"], setUp: "autoload -U compinit; compinit -u -D; " },
  { name: "fish", start: ["fish", "--no-config", "-i"], setUp: "" },
];

describe.each(shells)("in a real $name", { timeout: 180_000 }, ({ name, start, setUp }) => {
  let test: TestCluster;
  let folder: ShellFolder;
  beforeAll(async () => {
    test = await startCluster({ models: [{ name: "qwen2.5:7b" }, { name: "llama-3" }] });
    folder = await startShellFolder(shells.map((shell) => shell.name));
  }, 120_000);
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  it.runIf(hasShell(name))("Tab completes commands, options and model names with colons", async () => {
    const env = { ...folder.env, CONTROLLER_ADDRESS: test.address };
    await using shell = new Command([], { program: start, env, terminal: { columns: 100, rows: 24 } });
    // On a screen, since each shell has its own way to change a line.
    const shows = (text: string): Promise<void> =>
      expect
        .poll(async () => (await screenAfter(shell.stdout, 100, 24)).lines.join("\n"), { timeout: 60_000 })
        .toContain(text);
    shell.type(`cd '${folder.path}'; ${setUp}source ./${name}; echo rea''dy\r`);
    await shows("ready");
    shell.type("modelfleet mod\t");
    await shows("modelfleet model");
    shell.type("lis\t");
    await shows("modelfleet model list");
    shell.type("--model-n\t");
    await shows("--model-name");
    shell.type("qw\t");
    await shows("qwen2.5:7b");
    shell.type("\r");
    await shows("HEALTHY");
    shell.type("modelfleet bench -n 5 -m qwen2.5:\t");
    await shows("bench -n 5 -m qwen2.5:7b");
    shell.type("\r");
    await shows("5 answered");
    shell.type("exit\r");
    expect(await shell.exit).toBe(0);
  });
});

describe("PowerShell", () => {
  it.runIf(hasShell("pwsh"))("reads its script", { timeout: 180_000 }, async () => {
    await using folder = await startShellFolder(["powershell"]);
    const script = `. ./powershell; (TabExpansion2 'modelfleet mod' 14).CompletionMatches.CompletionText`;
    await using shell = new Command(["-NoProfile", "-Command", `cd '${folder.path}'; ${script}`], {
      program: ["pwsh"],
      env: folder.env,
    });
    expect(await shell.exit).toBe(0);
    expect(shell.stdout.trim()).toBe("model");
  });
});
