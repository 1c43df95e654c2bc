import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastAsked } from "./support/asked.ts";
import { startCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";
import { ChatPlace, ctrlC, seen } from "./support/terminal-chat.ts";

const markdown = "# Top\n\n**bold**";

describe("ask", { timeout: 120_000 }, () => {
  it("asks the only model about what is piped in, and prints its answer as it was written", async () => {
    await using test = await startCluster({ models: [{ name: "qwen", answer: markdown, thinking: "hm" }] });
    const { exitCode, stdout, stderr } = await run(
      ["ask", "review", "this", "--system", "Be brief.", "--address", test.address],
      { input: "diff --git\n+line\n" },
    );
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: `${markdown}\n`, stderr: "" });
    expect(lastAsked(test.cluster)).toEqual([
      ["system", "Be brief."],
      ["human", "review this\n\ndiff --git\n+line"],
    ]);
  });

  it("takes the question from the pipe alone, and what is sent along from its options", async () => {
    await using test = await startCluster({ models: [{ name: "qwen", answer: "yes" }] });
    const sampling = ["--temperature", "0", "--top-p", "0.5", "--max-new-tokens", "7", "--stop", "a", "--stop", "b"];
    const { exitCode, stdout } = await run(["ask", "-m", "qwen", ...sampling, "--address", test.address], {
      input: "is it?\n",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "yes\n" });
    const { body } = test.cluster.requests.findLast(({ route }) => route === "generate_stream") ?? {};
    expect(body).toMatchObject({ temperature: 0, top_p: 0.5, max_new_tokens: 7, stop: ["a", "b"] });
    expect(lastAsked(test.cluster)).toEqual([["human", "is it?"]]);
  });

  it("says that an answer is empty, which nobody sees otherwise", async () => {
    await using test = await startCluster({ models: [{ name: "qwen", answer: "" }] });
    const { exitCode, stdout, stderr } = await run(["ask", "hi", "--address", test.address]);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "[The answer is empty.]\n" });
  });

  it("sends images with the question, and refuses what is none", async () => {
    await using test = await startCluster({ models: [{ name: "vl", answer: "a dot" }] });
    await using folder = await mkdtempDisposable(join(tmpdir(), "modelfleet-image-"));
    const [image, other] = [join(folder.path, "dot"), join(folder.path, "text.png")];
    const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    await writeFile(image, Buffer.from(dot, "base64"));
    await writeFile(other, "no image");
    const ask = (path: string) => run(["ask", "--image", path, "what", "is", "it?", "--address", test.address]);
    expect(await ask(image)).toMatchObject({ exitCode: 0, stdout: "a dot\n" });
    const { body } = test.cluster.requests.findLast(({ route }) => route === "generate_stream") ?? {};
    expect((body as { messages: unknown[] }).messages).toMatchObject([
      {
        role: "human",
        content: [
          { type: "image", object: { data: dot, format: "base64" } },
          { type: "text", object: { data: "what is it?", format: "text" } },
        ],
      },
    ]);
    expect(await ask(other)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("png, jpeg, gif, webp") });
    expect(await ask("nowhere")).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("nowhere (ENOENT)") });
  });

  it("names the models where there is a choice, and says what is missing or wrong", async () => {
    await using test = await startCluster({
      models: [{ name: "one" }, { name: "two" }, { name: "e", type: "text2vec" }],
    });
    const at = ["--address", test.address];
    expect(await run(["ask", "hi", ...at])).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "error: Which model? Choose one with --model-name (-m): one, two.\n",
    });
    expect(await run(["ask", "-m", "one", ...at])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("Ask something"),
    });
    expect(await run(["ask", "-m", "oen", "hi", ...at])).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining("Did you mean one?"),
    });
    expect(await run(["ask", "-m", "one", "--top-p", "2", "hi", ...at])).toMatchObject({
      exitCode: 2,
      stderr: 'error: --top-p takes a number, 0 to 1; "2" is none.\n',
    });
    expect(test.cluster.requests.some(({ route }) => route === "generate_stream")).toBe(false);
  });

  it("says that it waits, where a pipe is open and silent", async () => {
    await using test = await startCluster({ models: [{ name: "qwen", answer: "yes" }] });
    await using command = new Command(["ask", "is it?", "--address", test.address]);
    await command.says("Waiting for standard input");
    command.endInput();
    expect(await command.exit).toBe(0);
    expect(command.stdout).toBe("yes\n");
  });

  it("takes no more from the pipe than a model could", async () => {
    const address = ["--address", "http://127.0.0.1:9"];
    expect(await run(["ask", ...address], { input: "x".repeat(4 * 1024 * 1024 + 1) })).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("more than 4 MiB"),
    });
    await using command = new Command(["ask", ...address]);
    command.child.stdin?.end(Uint8Array.of(0xff, 0xfe, 0x00));
    expect(await command.exit).toBe(2);
    expect(command.stderr).toContain("no text in UTF-8");
  });

  it("prints JSON lines: the steps, and the whole with its times", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "a \u009b b", thinking: "hm" }] });
    const { exitCode, stdout } = await run(["ask", "hi", "--json", "--address", test.address]);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("\u009b");
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const deltas = lines.slice(0, -1);
    expect(deltas.every(({ type, model }) => type === "delta" && model === "m")).toBe(true);
    expect(deltas.map(({ delta }) => delta).join("")).toBe("a \u009b b");
    expect(deltas.map(({ thinkingDelta = "" }) => thinkingDelta).join("")).toBe("hm");
    expect(lines.at(-1)).toMatchObject({
      type: "answer",
      model: "m",
      text: "a \u009b b",
      thinking: "hm",
      finishReason: "stop",
      stopped: false,
      usage: { completionTokens: expect.any(Number) },
      firstTokenMs: expect.any(Number),
      totalMs: expect.any(Number),
    });
  });

  it("tells an error on both pipes as JSON is wanted, and fails with 5", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "a b" }] });
    test.cluster.fault("workers", { type: "error", frame: 1, message: "no\x1b[2J memory", route: "generate_stream" });
    const { exitCode, stdout, stderr } = await run(["ask", "hi", "--json", "--address", test.address]);
    expect(exitCode).toBe(5);
    const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as unknown;
    expect(last).toMatchObject({ type: "error", code: "generation_failed", message: expect.stringContaining("no") });
    expect(stderr).toBe("error: The model reported error 1: no memory\n");
    expect(await run(["ask", "hi", "--address", test.address])).toEqual({ exitCode: 5, stdout: "a\n", stderr });
  });

  it("ends the generation when nobody reads on, quietly", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "word ".repeat(10_000), tokenDelayMs: 1 }] });
    await using command = new Command(["ask", "hi", "--address", test.address]);
    command.endInput();
    await command.shows("word");
    command.child.stdout?.destroy();
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 0, stderr: "" });
    await test.cluster.waitFor(({ type }) => type === "generation-cancel");
  });

  it("ends with 130 on Ctrl-C, also while it reads", async () => {
    await using test = await startCluster({ models: [{ name: "m", answer: "a b c" }] });
    test.cluster.fault("workers", { type: "stall" });
    await using command = new Command(["ask", "hi", "--address", test.address]);
    command.endInput();
    await command.shows("a");
    command.child.kill("SIGINT");
    expect({ exitCode: await command.exit, stdout: command.stdout, stderr: command.stderr }).toEqual({
      exitCode: 130,
      stdout: "a\n",
      stderr: "",
    });
    await test.cluster.waitFor(({ type }) => type === "generation-cancel");

    await using place = await ChatPlace.create({ answer: "a b c" });
    const fault = place.cluster.fault("workers", { type: "stall" });
    await using onTerminal = place.start(["ask", "hi"]);
    await onTerminal.shows("a");
    onTerminal.type(ctrlC);
    expect(await onTerminal.exit).toBe(130);
    fault();
  });

  it("renders Markdown on a terminal, unless told not to or the terminal cannot", async () => {
    await using place = await ChatPlace.create({ answer: markdown, thinking: "hm" });
    await using command = place.start(["ask", "hi"]);
    expect(await command.exit).toBe(0);
    expect(command.stdout).toContain("\x1b[1mbold\x1b[22m");
    expect(await seen(command)).toMatch(/^thought for (\d+ ms|\d+\.\d s)\n\nTop\n\nbold$/);
    await using raw = place.start(["ask", "hi", "--raw"]);
    expect(await raw.exit).toBe(0);
    expect(raw.stdout).toBe("# Top\r\n\r\n**bold**\r\n");
    await using dumb = place.start(["ask", "hi"], { env: { TERM: "dumb" } });
    expect(await dumb.exit).toBe(0);
    expect(dumb.stdout).toBe("# Top\r\n\r\n**bold**\r\n");
  });
});
