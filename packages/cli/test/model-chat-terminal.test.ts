import { execFileSync } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lastAsked } from "./support/asked.ts";
import { ChatPlace, ctrlC, ctrlD, seen } from "./support/terminal-chat.ts";

describe("model chat on a terminal", { timeout: 30_000 }, () => {
  it("asks the only model, streams, tells how fast it was, and leaves with /exit", async () => {
    await using place = await ChatPlace.create({ answer: "Good day." });
    await using command = await place.chat({ args: [] });
    command.type("hello\r");
    await command.shows("Good day.");
    await command.shows("context 0 %");
    expect(command.screen).toMatch(
      /2 tokens in (\d+ ms|[\d.]+ s) · [\d.]+ tokens\/s · first after (\d+ ms|[\d.]+ s) · context 0 %/,
    );
    command.type("/exit\r");
    expect(await command.exit).toBe(0);
  });

  it("renders Markdown as it streams, and leaves it as it is with --raw", async () => {
    await using place = await ChatPlace.create({ answer: "# Top\n\nSome **bold** text.\n\n- one\n- two" });
    await using command = await place.chat();
    command.type("?\r");
    await command.shows("first after");
    expect(command.stdout).toContain("\x1b[1mbold\x1b[22m");
    expect(await seen(command)).toContain("Top\n\nSome bold text.\n\n• one\n• two\n");
    await using raw = await place.chat({ args: ["--raw"] });
    raw.type("?\r");
    await raw.shows("# Top\r\n\r\nSome **bold** text.\r\n\r\n- one\r\n- two\r\n");
  });

  it("folds thinking, shows it when asked, and lets it stand when told to", async () => {
    await using place = await ChatPlace.create({ thinking: "Let me see.", answer: "Yes." });
    const goOn = place.cluster.fault("workers", { type: "stall", afterFrames: 1 });
    await using command = await place.chat();
    command.type("well?\r");
    await command.gets("\x1b[2mthinking…");
    goOn();
    await command.shows("first after");
    expect(await seen(command)).toMatch(/thought for (\d+ ms|[\d.]+ s) · \/thinking shows it\n\nYes\./);
    let from = command.screen.length;
    command.type("/thinking\r");
    await command.shows("Let me see.", from);
    command.type("/thinking on\r");
    await command.shows("Thinking is shown.");
    from = command.screen.length;
    command.type("sure?\r");
    await command.shows("first after", from);
    expect(await seen(command)).toMatch(/> sure\?\nLet me see\.\n\nYes\.\n/);
    await using plain = await place.chat({ args: ["--show-thinking"], env: { NO_COLOR: "1" } });
    plain.type("well?\r");
    await plain.shows("first after");
    expect(await seen(plain)).toContain("Let me see.\n\nYes.");
    expect(plain.stdout).not.toContain("\x1b[2m");
  });

  it("stops the answer on Ctrl-C, keeps what came, and goes on", async () => {
    await using place = await ChatPlace.create({ answer: "one two three" });
    const fault = place.cluster.fault("workers", { type: "stall", afterFrames: 2 });
    await using command = await place.chat();
    command.type("count\r");
    await command.shows("one two");
    command.type(ctrlC);
    await command.shows("[stopped]");
    await place.cluster.waitFor(({ type }) => type === "generation-cancel");
    fault();
    command.type("go on\r");
    await command.shows("one two three");
    expect(lastAsked(place.cluster)).toEqual([
      ["human", "count"],
      ["ai", "one two"],
      ["human", "go on"],
    ]);
    command.type(ctrlD);
    expect(await command.exit).toBe(0);
  });

  it("stops a question on Ctrl-C before anything came", async () => {
    await using place = await ChatPlace.create({ answer: "at last" });
    const fault = place.cluster.fault("workers", { type: "hang", route: "generate_stream" });
    await using command = await place.chat();
    command.type("well?\r");
    await place.cluster.waitFor((event) => event.type === "request" && event.request.route === "generate_stream");
    command.type(ctrlC);
    await command.shows("[stopped]");
    fault();
    command.type("again\r");
    await command.shows("at last");
    expect(lastAsked(place.cluster)).toEqual([["human", "again"]]);
  });

  it("empties the line on Ctrl-C, then says how to leave, then leaves", async () => {
    await using place = await ChatPlace.create({ answer: "Never asked." });
    await using command = await place.chat();
    command.type("half a question");
    await command.shows("half a question");
    command.type(ctrlC + ctrlC);
    await command.shows("Ctrl-C once more");
    command.type(ctrlC);
    expect(await command.exit).toBe(0);
    expect(place.cluster.requests.some(({ route }) => route === "generate_stream")).toBe(false);
  });

  it("keeps what is typed while an answer streams for the next questions", async () => {
    let go = (): void => {};
    const until = new Promise<void>((resolve) => {
      go = resolve;
    });
    await using place = await ChatPlace.create({ answer: ({ messages }) => `You said ${messages?.at(-1)?.content}.` });
    place.cluster.fault("workers", { type: "delay", until, times: 1, route: "generate_stream" });
    await using command = await place.chat();
    command.type("first\r");
    await place.cluster.waitFor((event) => event.type === "request" && event.request.route === "generate_stream");
    command.type("second\rthi");
    go();
    await command.shows("You said second.");
    const from = command.screen.length;
    command.type("rd\r");
    await command.shows("You said third.", from);
    expect(await seen(command)).toMatch(/You said first\.\n.* tokens .*\n.*\n\n> second\nYou said second\./);
    command.type(ctrlD);
    expect(await command.exit).toBe(0);
  });

  it.each([
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const)("leaves the terminal as it was when it is told to end by %s", async (signal, number) => {
    await using place = await ChatPlace.create({ answer: "begun and not ended" });
    const fault = place.cluster.fault("workers", { type: "stall" });
    await using command = await place.chat();
    command.type("well?\r");
    await command.shows("begun");
    command.child.kill(signal);
    expect(await command.exit).toBe(128 + number);
    expect(command.stderr).toBe("");
    expect(command.stdout.lastIndexOf("\x1b[?2004l")).toBeGreaterThan(command.stdout.lastIndexOf("\x1b[?2004h"));
    fault();
  });

  it("leaves on a Ctrl-C that comes before it can be typed to", async () => {
    await using place = await ChatPlace.create({ answer: "never" });
    await mkdir(join(place.folder, "modelfleet"));
    const history = join(place.folder, "modelfleet", "chat-history.jsonl");
    execFileSync("mkfifo", [history]);
    await using command = place.start(["model", "chat", "-m", "m"]);
    // Opened once the chat reads it, which lasts until it is closed.
    const held = await open(history, "w");
    command.type(ctrlC);
    await command.shows("^C");
    await held.close();
    expect(await command.exit).toBe(130);
    expect(command.stderr).toBe("");
  });

  it("takes back what the model takes back", async () => {
    await using place = await ChatPlace.create({
      answer: [{ text: "fourty\ntwo, as everybody knows by now" }, { text: "forty-two" }],
    });
    const goOn = place.cluster.fault("workers", { type: "stall", afterFrames: 1 });
    await using command = await place.chat();
    command.type("?\r");
    await command.shows("by now");
    goOn();
    await command.shows("first after");
    expect(await seen(command)).toMatch(/> \?\nforty-two\n\d+ tokens? /);
  });

  it("tells an error and goes on", async () => {
    await using place = await ChatPlace.create({ answer: "Better." });
    place.cluster.fault("workers", { type: "error", message: "no memory", times: 1, route: "generate_stream" });
    await using command = await place.chat();
    command.type("one\r");
    await command.shows("error: The model reported error 1: no memory");
    command.type("two\r");
    await command.shows("Better.");
    command.type("exit\r");
    expect(await command.exit).toBe(0);
  });

  it("lets nothing of an answer reach the terminal but text", async () => {
    const evil = "a\x1b]52;c;aGk=\x07b\x1b[2Jc\x9b31md\x1b]0;title\x07 &#27;[5m\n\n```\n\x1bPq\x1b\\x\r\x08\n```\n";
    await using place = await ChatPlace.create({ answer: [{ text: evil.slice(0, 4) }, { text: evil }] });
    await using command = await place.chat();
    command.type("?\r");
    await command.shows("first after");
    expect(await seen(command)).toContain("> ?\nabcd\n\n  x\n");
    for (const sequence of ["\x1b]", "\x1b[2J", "\x9b", "\x1b[5m", "\x1bP", "\x08"]) {
      expect(command.stdout).not.toContain(sequence);
    }
  });

  it("goes on when the terminal is resized during an answer, in the middle of a line", async () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(" ");
    await using place = await ChatPlace.create({ answer: `${words} end.` });
    const fault = place.cluster.fault("workers", { type: "stall", afterFrames: 30 });
    await using command = await place.chat();
    command.type("?\r");
    await command.shows("word29");
    command.resize(40, 20);
    await command.shows("word29", command.screen.length);
    command.type(ctrlC);
    await command.shows("[stopped]");
    fault();
    const from = command.screen.length;
    command.type("again\r");
    await command.shows("end.", from);
    const lines = command.screen.slice(from).split("\r\n");
    expect(Math.max(...lines.filter((line) => line.includes("word")).map((line) => line.length))).toBeLessThanOrEqual(
      40,
    );
  });

  it("shows an answer longer than the screen whole, each line once", async () => {
    const answer = Array.from({ length: 60 }, (_, index) => `- item ${index} 表格 😀`).join("\n");
    await using place = await ChatPlace.create({ answer });
    await using command = await place.chat();
    command.type("?\r");
    await command.shows("first after");
    const items = (await seen(command, 60, 200)).split("\n").filter((line) => line.startsWith("•"));
    expect(items).toEqual(Array.from({ length: 60 }, (_, index) => `• item ${index} 表格 😀`));
  });
});
