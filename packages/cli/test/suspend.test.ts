import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Command } from "./support/command.ts";
import { screenAfter } from "./support/screen.ts";
import { hasShell, startShellFolder } from "./support/shell.ts";
import { ChatPlace, ctrlC, typeUntil } from "./support/terminal-chat.ts";

const ctrlZ = "\x1a";
const pastesOn = "\x1b[?2004h";
/** How bash asks for a command, whoever runs the tests, and whatever is in their environment. */
const ready = "ready$ ";
const settings = `PS1='${ready}'\nunset PROMPT_COMMAND\n`;

/** Only a shell that controls its jobs stops them, and has them go on. */
async function startShell(place: ChatPlace): Promise<Command> {
  const folder = await startShellFolder([]);
  const file = join(folder.path, "bashrc");
  await writeFile(file, settings);
  const shell = new Command([], {
    program: ["bash", "--noprofile", "--rcfile", file, "-i"],
    terminal: { columns: 80, rows: 24 },
    env: { ...folder.env, INPUTRC: "/dev/null", CONTROLLER_ADDRESS: place.address, XDG_STATE_HOME: place.folder },
  });
  void shell.exit.then(() => folder[Symbol.asyncDispose]());
  await shell.shows(ready);
  return shell;
}

/** Until the shell asks for a command again. */
async function suspend(shell: Command): Promise<void> {
  const from = shell.screen.length;
  await typeUntil(shell, ctrlZ, "Stopped");
  await shell.shows(ready, shell.screen.indexOf("Stopped", from));
}

describe.runIf(hasShell("bash"))("Ctrl-Z and fg", { timeout: 60_000 }, () => {
  it("leave a chat that can be typed to, with the line that was begun, and pastes as one message", async () => {
    await using place = await ChatPlace.create({
      answer: ({ messages }) => `got ${JSON.stringify(messages?.at(-1)?.content)}`,
    });
    await using shell = await startShell(place);
    await typeUntil(shell, "modelfleet model chat -m m\r", "> ");
    await typeUntil(shell, "half", "half");
    await suspend(shell);
    expect(shell.stdout.lastIndexOf("\x1b[?2004l")).toBeGreaterThan(shell.stdout.indexOf("half"));
    await typeUntil(shell, "fg\r", "> half");
    await typeUntil(shell, " and whole\r", 'got "half and whole"');
    await typeUntil(shell, "\x1b[200~one\rtwo\x1b[201~\r", 'got "one\\ntwo"');
    await typeUntil(shell, "/exit\r", ready);
  });

  it("leave an answer that Ctrl-C stops", async () => {
    await using place = await ChatPlace.create({ answer: "one two three" });
    const fault = place.cluster.fault("workers", { type: "stall", afterFrames: 2 });
    await using shell = await startShell(place);
    await typeUntil(shell, "modelfleet model chat -m m\r", "> ");
    await typeUntil(shell, "count\r", "one two");
    await suspend(shell);
    const from = shell.stdout.length;
    shell.type("fg\r");
    // The last that it does to have the terminal back.
    await shell.gets(pastesOn, from);
    await typeUntil(shell, ctrlC, "[stopped]");
    fault();
    await typeUntil(shell, "/exit\r", ready);
  });

  it("ask a question anew, and nothing is taken for its answer", async () => {
    await using place = await ChatPlace.create({});
    await using shell = await startShell(place);
    const question = "Stop m@llm at ";
    await typeUntil(shell, "modelfleet model stop -m m; echo status $?\r", question);
    await suspend(shell);
    // Not echoed by the shell's `fg`: that shows what was typed then.
    await typeUntil(shell, "fg; echo status $?\r", "at 127.0.0.1");
    const from = shell.screen.length;
    shell.type("y");
    await shell.shows("stopped", from);
    await shell.shows("status 0", from);
  });

  it("leave the shell its own screen while a list is watched", async () => {
    await using place = await ChatPlace.create({});
    await using shell = await startShell(place);
    await typeUntil(shell, "modelfleet model list --watch\r", "Ctrl-C leaves");
    expect(await screenAfter(shell.stdout, 80, 24)).toMatchObject({ alternate: true, cursorHidden: true });
    await suspend(shell);
    const suspended = await screenAfter(shell.stdout, 80, 24);
    expect(suspended).toMatchObject({ alternate: false, cursorHidden: false });
    await typeUntil(shell, "fg\r", "Ctrl-C leaves");
    expect(await screenAfter(shell.stdout, 80, 24)).toMatchObject({ alternate: true, cursorHidden: true });
    await typeUntil(shell, ctrlC, ready);
    expect(await screenAfter(shell.stdout, 80, 24)).toMatchObject({ alternate: false, cursorHidden: false });
  });
});
