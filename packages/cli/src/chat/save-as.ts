import { access } from "node:fs/promises";
import { sayAside, sayError } from "../terminal/talk.ts";
import type { ChatSession } from "./chat-session.ts";
import { pathOf, saveConversation } from "./save-conversation.ts";

/** `/save FILE`. A file that is there is only replaced when that was asked and answered. */
export async function saveAs(session: ChatSession, argument: string): Promise<undefined> {
  const { conversation } = session;
  if (argument === "") return void sayError("Which file? /save NAME.md, or NAME.json.");
  if (conversation.exchanges.length === 0) return void sayError("Nothing was said yet.");
  const path = pathOf(argument);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) {
    const answer = await session.choose(`${path} exists. Replace it? [y/N] `);
    if (!/^y(es)?$/.test(answer)) return void sayAside("Not saved.");
  }
  try {
    await saveConversation(conversation, path);
    sayAside(`Saved to ${path}.`);
  } catch (error) {
    // Node's message names the file that was to become this one.
    sayError(`Not saved: ${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`);
  }
}
