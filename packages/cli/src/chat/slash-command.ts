import type { ChatSession } from "./chat-session.ts";

/** A command typed in a chat, such as `/model qwen`. */
export interface SlashCommand {
  name: string;
  /** What follows it, for help. */
  argument?: string;
  description: string;
  /** What its argument may be, for Tab. */
  complete?: (session: ChatSession) => string[] | Promise<string[]>;
  run: (session: ChatSession, argument: string) => Promise<"exit" | undefined> | "exit" | undefined;
}

/** `/name argument`; a path, such as `/etc/hosts`, is none. */
export function parseSlashCommand(line: string): { name: string; argument: string } | undefined {
  const [, name, argument = ""] = /^\/([a-z]+)(?:\s+(.*))?$/is.exec(line) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), argument: argument.trim() };
}
