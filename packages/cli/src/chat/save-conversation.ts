import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { homeFolder } from "../folders.ts";
import { stripControls } from "../terminal/control-stripper.ts";
import type { Conversation } from "./conversation.ts";

/** What a person means by a path that no shell has read. */
export function pathOf(given: string): string {
  return given === "~" || /^~[/\\]/.test(given) ? join(homeFolder(), given.slice(1)) : resolve(given);
}

/** Writes the conversation whole or not at all: JSON for a name in `.json`, else Markdown. */
export async function saveConversation(conversation: Conversation, path: string): Promise<void> {
  const text = extname(path).toLowerCase() === ".json" ? asJson(conversation) : asMarkdown(conversation);
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { flag: "wx" });
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}

/** Messages in OpenAI's roles, which most programs read. */
function asJson({ model, system, exchanges }: Conversation): string {
  const messages = exchanges.flatMap(({ question, answer }) => [
    { role: "user", content: question },
    { role: "assistant", content: answer.text, model: answer.model, thinking: answer.thinking, usage: answer.usage },
  ]);
  const all = system === undefined ? messages : [{ role: "system", content: system }, ...messages];
  return `${JSON.stringify({ model, messages: all }, undefined, 2)}\n`;
}

function asMarkdown({ model, system, exchanges }: Conversation): string {
  const parts = [
    `# Conversation with ${model}`,
    ...(system === undefined ? [] : ["## System", system]),
    ...exchanges.flatMap(({ question, answer }) => ["## You", question, `## ${answer.model}`, answer.text]),
  ];
  return `${stripControls(parts.map((part) => part.trim()).join("\n\n"))}\n`;
}
