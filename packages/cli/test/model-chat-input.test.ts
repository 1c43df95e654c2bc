import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastAsked } from "./support/asked.ts";
import { ChatPlace, ctrlC, ctrlD, seen, up } from "./support/terminal-chat.ts";

const echo = {
  answer: ({ messages }: { messages?: readonly { content: unknown }[] }) =>
    `got ${JSON.stringify(messages?.at(-1)?.content)}`,
};

describe("what is typed into a chat", { timeout: 30_000 }, () => {
  it("is kept between runs, for nobody else to read", async () => {
    await using place = await ChatPlace.create(echo);
    {
      await using command = await place.chat();
      command.type("first question\r");
      await command.shows('got "first question"');
      // As in a shell: what begins with a space is private.
      command.type(" secret\r");
      await command.shows('got "secret"');
      command.type(ctrlD);
      expect(await command.exit).toBe(0);
    }
    const file = join(place.folder, "modelfleet", "chat-history.jsonl");
    expect(await readFile(file, "utf8")).toBe('"first question"\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(place.folder, "modelfleet"))).mode & 0o777).toBe(0o700);

    await chmod(file, 0o644);
    await using command = await place.chat();
    command.type(`${up}\r`);
    await command.shows('got "first question"');
    command.type("other\r");
    await command.shows('got "other"');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("is not kept where that cannot be, and that is said once", async () => {
    await using place = await ChatPlace.create(echo);
    await writeFile(join(place.folder, "modelfleet"), "a file in place of the folder");
    await using command = await place.chat();
    command.type("one\r");
    await command.shows('got "one"');
    command.type("two\r");
    await command.shows('got "two"');
    expect(command.screen.match(/is not kept/g)).toHaveLength(1);
  });

  it("passes over a history that is damaged", async () => {
    await using place = await ChatPlace.create(echo);
    await mkdir(join(place.folder, "modelfleet"));
    await writeFile(join(place.folder, "modelfleet", "chat-history.jsonl"), '"good"\n{"a":1}\nnonsense\n"cut');
    await using command = await place.chat();
    command.type(`${up}\r`);
    await command.shows('got "good"');
  });

  it.each([
    ["a backslash at the end of a line", "one\\\rtwo\r", "one\ntwo"],
    ["Alt-Enter", "one\x1b\rtwo\r", "one\ntwo"],
    ["a block in quotes", '"""\rone\r\rtwo\r"""\r', "one\n\ntwo"],
    [
      "a paste, which is one message with its line breaks",
      "see: \x1b[200~one\r\ntwo\rthree\x1b[201~!\r",
      "see: one\ntwo\nthree!",
    ],
    ["a long paste", `\x1b[200~${"line\n".repeat(300)}\x1b[201~\r`, "line\n".repeat(300).trim()],
    ["a paste with control sequences, without them", "\x1b[200~a\x1b[31mb\x07c\x1b[201~\r", "abc"],
    ["a backslash that is one of two", "path\\\\\r", "path\\\\"],
  ])("may be of several lines: %s", async (_what, typed, message) => {
    await using place = await ChatPlace.create(echo);
    await using command = await place.chat();
    expect(command.stdout).toContain("\x1b[?2004h");
    command.type(typed);
    await command.shows("first after");
    expect(lastAsked(place.cluster)).toEqual([["human", message]]);
    // It comes back as one message too.
    const from = command.screen.length;
    command.type(`${up}\r`);
    await command.shows("first after", from);
    expect(lastAsked(place.cluster).at(-1)).toEqual(["human", message]);
    command.type(ctrlD);
    expect(await command.exit).toBe(0);
    expect(command.stdout.lastIndexOf("\x1b[?2004l")).toBeGreaterThan(command.stdout.lastIndexOf("\x1b[?2004h"));
  });

  it("is given up with Ctrl-C, in the middle of several lines too", async () => {
    await using place = await ChatPlace.create(echo);
    await using command = await place.chat();
    command.type("one\\\r");
    await command.shows("… ");
    command.type(`two${ctrlC}`);
    command.type("three\r");
    await command.shows('got "three"');
    expect(lastAsked(place.cluster)).toEqual([["human", "three"]]);
  });

  it("lines up with wide characters", async () => {
    await using place = await ChatPlace.create(echo);
    await using command = await place.chat();
    // Left twice, over two wide characters, then a letter between.
    command.type("你好世界");
    await command.shows("你好世界");
    command.type("\x1b[D");
    command.type("\x1b[D");
    command.type("\x1b[200~x\x1b[201~");
    await command.shows("x");
    command.type("\r");
    await command.shows("got");
    expect(lastAsked(place.cluster)).toEqual([["human", "你好x世界"]]);
    expect(await seen(command)).toContain("> 你好x世界");
  });
});
