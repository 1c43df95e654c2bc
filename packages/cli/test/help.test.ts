import { describe, expect, it } from "vitest";
import { commands, groups } from "../src/command-table.ts";
import { createProgram } from "../src/program.ts";

/** What `--help` prints after these words. */
async function helpOf(...words: string[]): Promise<string> {
  const program = createProgram(async () => {}, commands);
  let printed = "";
  const configure = (command: typeof program): void => {
    command.configureOutput({
      writeOut: (text) => {
        printed += text;
      },
    });
    command.commands.forEach(configure);
  };
  configure(program);
  await program.parseAsync([...words, "--help"], { from: "user" }).catch(() => {});
  return printed;
}

describe("help", () => {
  it.each(commands.map(({ path }) => [path.join(" ")]))("of %s says what it does, with an example", async (path) => {
    const help = await helpOf(...path.split(" "));
    expect(help).toMatch(new RegExp(`^Usage: modelfleet ${path}\\b`));
    expect(help).toMatch(new RegExp(`^Examples?:\\n {2}\\$ modelfleet ${path}\\b`, "m"));
    expect(help).toContain("--address <urls>");
  });

  it("lists every command on its first page", async () => {
    const help = await helpOf();
    for (const { path } of commands.filter(({ path }) => path[0] !== "stop")) {
      expect(help).toMatch(new RegExp(`^ {2}${path.join(" ")}\\b`, "m"));
    }
    expect(help).toMatch(/^ {2}stop\b/m);
  });

  it.each(Object.keys(groups).map((name) => [name]))("of %s lists its commands", async (group) => {
    const help = await helpOf(group);
    for (const { path } of commands.filter(({ path }) => path[0] === group && path.length === 2)) {
      expect(help).toMatch(new RegExp(`^ {2}${path[1]}\\b`, "m"));
    }
  });
});
