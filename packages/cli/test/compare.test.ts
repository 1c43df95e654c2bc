import { describe, expect, it } from "vitest";
import { startCluster } from "./support/cluster.ts";
import { run } from "./support/command.ts";
import { ChatPlace, ctrlC, seen } from "./support/terminal-chat.ts";

const models = [
  { name: "alpha", answer: "# Top\n\nAn **alpha** answer 你好." },
  { name: "beta", answer: Array.from({ length: 40 }, (_, index) => `- item ${index}`).join("\n") },
];
const args = ["compare", "-m", "alpha", "-m", "beta", "which?"];
const timing = /\d+ tokens in .+ · .+ tokens\/s · first after .+/;

describe("compare", { timeout: 120_000 }, () => {
  it("prints sections through a pipe, as they were written, with their times", async () => {
    await using test = await startCluster({ models });
    const { exitCode, stdout, stderr } = await run([...args, "--address", test.address]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [first = "", second = ""] = stdout.split(/\n(?=## beta)/);
    expect(first).toMatch(/^## alpha\n\n# Top\n\nAn \*\*alpha\*\* answer 你好\.\n\n\[\d+ tokens in .+\]\n$/);
    expect(second).toMatch(/^## beta\n\n- item 0\n[\s\S]+\n- item 39\n\n\[\d+ tokens in .+\]\n$/);
    expect(test.cluster.requests.filter(({ route }) => route === "generate_stream")).toHaveLength(2);
  });

  it("goes on with the others where one fails, and fails in the end", async () => {
    await using test = await startCluster({ models });
    test.cluster.fault("workers", {
      type: "error",
      message: "no\x1b[2J memory",
      when: ({ body }) => (body as { model?: string } | undefined)?.model === "alpha",
    });
    const { exitCode, stdout, stderr } = await run([...args, "--address", test.address]);
    expect(exitCode).toBe(5);
    expect(stdout).toContain("- item 39\n");
    expect(stderr).toBe("error: alpha: The model reported error 1: no memory\n");
    const json = await run([...args, "--json", "--address", test.address]);
    expect(json.exitCode).toBe(5);
    const lines = json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(expect.objectContaining({ type: "error", model: "alpha" }));
    expect(lines).toContainEqual(expect.objectContaining({ type: "answer", model: "beta" }));
  });

  it("refuses a model that is not there before it asks any", async () => {
    await using test = await startCluster({ models });
    const { exitCode, stderr } = await run(["compare", "-m", "alpha", "-m", "gamma", "x", "--address", test.address]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("No chat model gamma");
    expect(test.cluster.requests.some(({ route }) => route === "generate_stream")).toBe(false);
  });

  it("shows columns on a terminal, which line up, and all of both in the end", async () => {
    await using place = await ChatPlace.create(...models);
    await using command = place.start(args, { terminal: { columns: 80, rows: 24 } });
    expect(await command.exit).toBe(0);
    const lines = (await seen(command, 80, 100)).split("\n");
    expect(lines[0]).toMatch(/^alpha +│ beta$/);
    expect(lines[2]).toMatch(/^Top +│ • item 0$/);
    expect(lines[4]).toMatch(/^An alpha answer 你好\. +│ • item 2$/);
    expect(lines[41]).toMatch(/^ +│ • item 39$/);
    // A wide character takes two cells of one column.
    expect(new Set(lines.slice(0, 42).map((line) => line.replaceAll(/[你好]/g, "xx").search(/[│┼]/)))).toEqual(
      new Set([39]),
    );
    // Where each is wrapped depends on its numbers.
    const below = lines.slice(43).map((line) => line.split("│").map((cell) => cell.trim()));
    for (const column of [0, 1]) expect(below.map((cells) => cells[column] ?? "").join(" ")).toMatch(timing);
  });

  it("shows one after another where the terminal is too narrow", async () => {
    await using place = await ChatPlace.create(...models);
    await using command = place.start(args, { terminal: { columns: 60, rows: 24 } });
    expect(await command.exit).toBe(0);
    const text = await seen(command, 60, 100);
    expect(text).toMatch(/^## alpha\n\nTop\n\nAn alpha answer 你好\.\n\n\[/);
    expect(text).toContain("\n## beta\n\n• item 0\n");
    expect(text).toMatch(timing);
  });

  it("stops all of them on Ctrl-C, after a resize too", async () => {
    await using place = await ChatPlace.create(...models);
    const fault = place.cluster.fault("workers", { type: "stall", afterFrames: 8, route: "generate_stream" });
    await using command = place.start(args, { terminal: { columns: 80, rows: 24 } });
    await command.shows("• item 1");
    command.resize(100, 20);
    await command.shows("│ • item 1", command.screen.length);
    command.type(ctrlC);
    expect(await command.exit).toBe(130);
    expect(command.screen).toContain("stopped · ");
    fault();
  });
});
