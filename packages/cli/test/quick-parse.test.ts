import { describe, expect, it } from "vitest";
import { commands } from "../src/command-table.ts";
import { createProgram } from "../src/program.ts";
import { type Invocation, quickParse } from "../src/quick-parse.ts";

async function commanderParse(args: string[]): Promise<Invocation | undefined> {
  let invocation: Invocation | undefined;
  const program = createProgram(async (parsed) => {
    invocation = parsed;
  }, commands);
  await program.parseAsync(args, { from: "user" });
  return invocation;
}

describe("quickParse", () => {
  it.each([
    ["model list"],
    ["model list --json -m qwen --model-type text2vec"],
    ["--address a model --verbose list --address=b --no-color"],
    ["model chat -mqwen --system x --system y"],
    ["model chat --model-name=qwen --system="],
  ])("reads %j as commander does", async (line) => {
    const quick = quickParse(line.split(" "));
    const slow = await commanderParse(line.split(" "));
    expect(quick).toBeDefined();
    expect(quick?.command).toBe(slow?.command);
    expect(quick?.options).toEqual(slow?.options);
  });

  it.each([
    [""],
    ["model"],
    ["model list --help"],
    ["model list extra"],
    ["model list --system x"],
    ["model list --model-type foo"],
    ["embed x"],
    ["model chat -m"],
    ["model chat -m qwen --system --dashes"],
    ["model list --jsn"],
    ["--version model"],
  ])("leaves %j to commander", (line) => {
    expect(quickParse(line.split(" ").filter((word) => word !== ""))).toBeUndefined();
  });
});
