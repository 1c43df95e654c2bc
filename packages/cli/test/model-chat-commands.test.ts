import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastAsked } from "./support/asked.ts";
import { ChatPlace, ctrlC, seen, typeUntil } from "./support/terminal-chat.ts";

describe("commands in a chat", { timeout: 30_000 }, () => {
  it("are listed by /help, completed by Tab, and guessed", async () => {
    await using place = await ChatPlace.create({ answer: "yes" });
    await using command = await place.chat();
    command.type("/help\r");
    for (const name of ["model", "system", "reset", "clear", "thinking", "stats", "save", "exit"]) {
      await command.shows(`  /${name}`);
    }
    await typeUntil(command, "/stat\r", "error: There is no /stat. Did you mean /stats?");
    await typeUntil(command, "/sta", "/sta");
    await typeUntil(command, "\t", "ts");
    await typeUntil(command, "\r", "questions  0");
    // A path is no command, and a space before makes anything a question.
    await typeUntil(command, "/etc/hosts?\r", "yes");
    await typeUntil(command, " /help\r", "yes");
    expect(lastAsked(place.cluster).at(-1)).toEqual(["human", "/help"]);
  });

  it("switch the model, keeping the conversation", async () => {
    await using place = await ChatPlace.create(
      { name: "one", answer: "I am one" },
      { name: "other", answer: "I am other" },
    );
    await using command = await place.chat({ args: ["-m", "one"] });
    await typeUntil(command, "who?\r", "I am one");
    await typeUntil(command, "/model\r", "* one\r\n  other");
    await typeUntil(command, "/model othr\r", "Did you mean other?");
    await typeUntil(command, "/model ot", "/model ot");
    await typeUntil(command, "\t", "her");
    await typeUntil(command, "\r", "Now with other.");
    await typeUntil(command, "and now?\r", "I am other");
    expect(lastAsked(place.cluster)).toEqual([
      ["human", "who?"],
      ["ai", "I am one"],
      ["human", "and now?"],
    ]);
  });

  it("set the system prompt, and forget what was said", async () => {
    await using place = await ChatPlace.create({ answer: "fine" });
    await using command = await place.chat({ args: ["--system", "Be kind."] });
    await typeUntil(command, "one\r", "fine");
    await typeUntil(command, "/system Be brief.\r", "System prompt: Be brief.");
    await typeUntil(command, "/reset\r", "Forgot 1 question.");
    await typeUntil(command, "two\r", "fine");
    expect(lastAsked(place.cluster)).toEqual([
      ["system", "Be brief."],
      ["human", "two"],
    ]);
    await typeUntil(command, "/system -\r", "No system prompt.");
    await typeUntil(command, "/clear\r", "goes on after 1 question; /reset forgets it.");
    await command.shows("> ", command.screen.lastIndexOf("forgets it."));
    expect(await seen(command)).toMatch(/^The conversation goes on after 1 question; \/reset forgets it\n?\.\n\n>/);
  });

  it("save as Markdown or JSON, and replace a file only when told to", async () => {
    await using place = await ChatPlace.create({ thinking: "hm", answer: "It **is**." });
    await using command = await place.chat({ args: ["--system", "Be brief."] });
    const file = (name: string): string => join(place.folder, name);
    await typeUntil(command, `/save ${file("chat.md")}\r`, "Nothing was said yet.");
    await typeUntil(command, "is it?\r", "first after");
    await typeUntil(command, `/save ${file("chat.md")}\r`, "Saved to");
    const markdown = "# Conversation with m\n\n## System\n\nBe brief.\n\n## You\n\nis it?\n\n## m\n\nIt **is**.\n";
    expect(await readFile(file("chat.md"), "utf8")).toBe(markdown);
    await typeUntil(command, `/save ${file("chat.json")}\r`, "Saved to");
    expect(JSON.parse(await readFile(file("chat.json"), "utf8"))).toMatchObject({
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "is it?" },
        { role: "assistant", content: "It **is**.", model: "m", thinking: "hm" },
      ],
    });

    await writeFile(file("chat.md"), "mine");
    await typeUntil(command, `/save ${file("chat.md")}\r`, "Replace it? [y/N]");
    await typeUntil(command, "\r", "Not saved.");
    await typeUntil(command, `/save ${file("chat.md")}\r`, "Replace it? [y/N]");
    await typeUntil(command, ctrlC, "Not saved.");
    expect(await readFile(file("chat.md"), "utf8")).toBe("mine");
    await typeUntil(command, `/save ${file("chat.md")}\r`, "Replace it? [y/N]");
    await typeUntil(command, "y\r", "Saved to");
    expect(await readFile(file("chat.md"), "utf8")).toBe(markdown);
    const nowhere = file("none/chat.md");
    await typeUntil(command, `/save ${nowhere}\r`, `error: Not saved: ${nowhere} cannot be written (ENOENT).`);
    expect((await readdir(place.folder)).sort()).toEqual(["chat.json", "chat.md", "modelfleet"]);
  });

  it("end what they wait for with Ctrl-C", async () => {
    await using place = await ChatPlace.create({ answer: "yes" });
    await using command = await place.chat();
    using _fault = place.cluster.fault("controllers", { type: "hang" });
    const arrived = place.cluster.waitFor(({ type }) => type === "request", { future: true });
    command.type("/model\r");
    await arrived;
    await typeUntil(command, ctrlC, "[stopped]");
  });
});

describe("a conversation that outgrows its model", { timeout: 30_000 }, () => {
  const wordy = { answer: "word ".repeat(40).trim(), contextLength: 100 };

  it("says so, and drops what it is told to", async () => {
    await using place = await ChatPlace.create(wordy);
    await using command = await place.chat();
    for (const question of ["one", "two"]) {
      const from = command.screen.length;
      command.type(`${question}\r`);
      await command.shows("context", from);
    }
    await typeUntil(command, `three ${"more ".repeat(30)}\r`, "and m takes 100.");
    await command.shows("What to do?");
    expect(command.screen).toContain("o  drop the oldest question with its answer, and ask");
    await typeUntil(command, "o\r", "Dropped 1 question with its answer.");
    await command.shows("first after", command.screen.lastIndexOf("Dropped"));
    expect(lastAsked(place.cluster).map(([role, content]) => [role, String(content).split(" ")[0]])).toEqual([
      ["human", "two"],
      ["ai", "word"],
      ["human", "three"],
    ]);
    await typeUntil(command, "four\r", "What to do?");
    const asked = place.cluster.requests.filter(({ route }) => route === "generate_stream").length;
    await typeUntil(command, ctrlC, "Not sent.");
    expect(place.cluster.requests.filter(({ route }) => route === "generate_stream")).toHaveLength(asked);
  });

  it("offers the same where the worker refuses it", async () => {
    await using place = await ChatPlace.create({ answer: "short" });
    await using command = await place.chat();
    await typeUntil(command, "one\r", "first after");
    place.cluster.fault("workers", {
      type: "error",
      message: "This model's maximum context length is 10 tokens",
      times: 1,
      route: "generate_stream",
    });
    await typeUntil(command, "two\r", "error: The model reported error 1: This model's maximum context length");
    await command.shows("What to do?");
    await typeUntil(command, "a\r", "first after");
    expect(lastAsked(place.cluster)).toEqual([["human", "two"]]);
  });
});
