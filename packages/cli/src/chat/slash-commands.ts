import { didYouMean } from "../operate/similar-names.ts";
import { stripControls } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";
import { say, sayAside, sayError } from "../terminal/talk.ts";
import { count } from "./answer-timing.ts";
import { chatModelNames } from "./chat-models.ts";
import type { ChatSession } from "./chat-session.ts";
import { describeStats } from "./describe-stats.ts";
import { saveAs } from "./save-as.ts";
import { parseSlashCommand, type SlashCommand } from "./slash-command.ts";
import { switchModel } from "./switch-model.ts";

const commands: readonly SlashCommand[] = [
  { name: "help", description: "these commands, and the keys", run: () => help() },
  {
    name: "model",
    argument: "[name]",
    description: "go on with another model; without a name, list them",
    complete: ({ conversation, signal }) => chatModelNames(conversation.fleet, signal),
    run: switchModel,
  },
  { name: "system", argument: "[text]", description: "set the system prompt; - for none", run: system },
  { name: "reset", description: "forget what was said; the system prompt stays", run: reset },
  { name: "clear", description: "empty the screen", run: clear },
  {
    name: "thinking",
    argument: "[on|off]",
    description: "the thinking behind the last answer; on shows it always",
    complete: () => ["on", "off"],
    run: thinking,
  },
  {
    name: "stats",
    description: "tokens and times of this chat",
    run: async (session) => void say(await describeStats(session)),
  },
  {
    name: "save",
    argument: "file",
    description: "write what was said, as Markdown, or JSON to NAME.json",
    run: saveAs,
  },
  { name: "exit", description: "leave", run: () => "exit" },
];

/** @returns `undefined` where the line is no command */
export async function runSlashCommand(session: ChatSession, line: string): Promise<"exit" | "done" | undefined> {
  const typed = parseSlashCommand(line);
  if (!typed) return undefined;
  const command = commands.find(({ name }) => name === typed.name);
  if (command) return (await command.run(session, typed.argument)) ?? "done";
  const names = commands.map(({ name }) => `/${name}`);
  sayError(`There is no /${typed.name}.${didYouMean(`/${typed.name}`, names)} /help lists the commands.`);
  return "done";
}

/** What a line may become with Tab. */
export function completeSlashCommand(session: ChatSession, line: string): string[] | Promise<string[]> {
  if (!line.startsWith("/")) return [];
  const space = line.indexOf(" ");
  if (space < 0) {
    return commands
      .map(({ name, argument }) => `/${name}${argument ? " " : ""}`)
      .filter((text) => text.startsWith(line));
  }
  const command = commands.find(({ name }) => line.slice(1, space) === name);
  const fitting = (found: string[]): string[] =>
    found.map((argument) => `${line.slice(0, space)} ${argument}`).filter((text) => text.startsWith(line));
  const found = command?.complete?.(session) ?? [];
  return Array.isArray(found) ? fitting(found) : found.then(fitting);
}

function help(): undefined {
  const rows = commands.map(({ name, argument, description }) => [
    `/${name}${argument ? ` ${argument}` : ""}`,
    description,
  ]);
  const width = Math.max(...rows.map(([usage = ""]) => usage.length));
  const lines = rows.map(([usage = "", description]) => `  ${usage.padEnd(width)}  ${description}`);
  say(
    [
      ...lines,
      style(
        "dim",
        [
          "Alt-Enter, or a backslash at the end of a line, goes on in the next line; so",
          'does all between two lines of """. A paste is one message. A line that begins',
          "with a space is sent as it is, and not kept for the arrow keys of later runs.",
          "Ctrl-C stops an answer.",
        ].join("\n"),
        process.stderr,
      ),
    ].join("\n"),
  );
  return undefined;
}

function system({ conversation }: ChatSession, argument: string): undefined {
  if (argument !== "") conversation.system = argument === "-" ? undefined : argument;
  const { system: prompt } = conversation;
  sayAside(prompt === undefined ? "No system prompt." : `System prompt: ${stripControls(prompt)}`);
  return undefined;
}

function reset({ conversation }: ChatSession): undefined {
  const { length } = conversation.exchanges;
  conversation.drop();
  conversation.images = [];
  sayAside(`Forgot ${count(length, "question")}. A new conversation begins.`);
  return undefined;
}

function clear({ conversation }: ChatSession): undefined {
  process.stderr.write("\x1b[H\x1b[2J\x1b[3J");
  const { length } = conversation.exchanges;
  if (length > 0) sayAside(`The conversation goes on after ${count(length, "question")}; /reset forgets it.`);
  return undefined;
}

function thinking(session: ChatSession, argument: string): undefined {
  if (argument === "on" || argument === "off") {
    session.showThinking = argument === "on";
    sayAside(session.showThinking ? "Thinking is shown." : "Thinking is folded.");
  } else if (argument !== "") sayError("/thinking takes on, off, or nothing.");
  else {
    const last = session.answers.at(-1)?.thinking;
    sayAside(last === undefined ? "There was no thinking." : stripControls(last).trim());
  }
  return undefined;
}
