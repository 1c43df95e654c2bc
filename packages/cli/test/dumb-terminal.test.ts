import { describe, expect, it } from "vitest";
import { ChatPlace, ctrlC } from "./support/terminal-chat.ts";

const env = { TERM: "dumb" };

describe("a terminal that only prints", { timeout: 120_000 }, () => {
  it.each([
    ["top", ["top"], "NAME"],
    ["bench", ["bench", "-m", "m", "-n", "2"], "2 answered"],
    ["stopping a model", ["model", "stop", "-m", "m", "--yes"], "stopped"],
  ])("gets no sequences of %s", async (_what, args, shown) => {
    await using place = await ChatPlace.create({ answer: "yes" });
    await using command = place.start(args, { env });
    expect(await command.exit).toBe(0);
    expect(command.stdout).toContain(shown);
    expect(command.stdout).not.toContain("\x1b");
  });

  it("gets a list that is watched as one table under another", async () => {
    await using place = await ChatPlace.create({ answer: "yes" });
    await using command = place.start(["model", "list", "--watch"], { env });
    await command.shows("m ");
    command.type(ctrlC);
    expect(await command.exit).toBe(130);
    expect(command.stdout).not.toContain("\x1b");
  });

  it("can be chatted at", async () => {
    await using place = await ChatPlace.create({ answer: "# Yes." });
    await using command = await place.chat({ env });
    command.type("well?\r");
    await command.shows("# Yes.");
    command.type("/exit\r");
    expect(await command.exit).toBe(0);
    expect(command.stdout).not.toContain("\x1b");
  });
});
