import { createStore, type Store } from "../state/store.ts";
import { ChatSession } from "./chat-session.ts";
import { type Conversation, type ConversationSummary, newConversation } from "./conversation.ts";
import { ConversationDatabase } from "./conversation-database.ts";

const database = new ConversationDatabase();
const sessions = new Map<string, ChatSession>();

/** `undefined` until they were read. */
export const summaries: Store<readonly ConversationSummary[] | undefined> = createStore<
  readonly ConversationSummary[] | undefined
>(undefined);

/** Set when the browser refuses to keep conversations; they then last as long as the page. */
export const storageRefused: Store<boolean> = createStore(false);

const deleted = new Set<string>();

async function keep(conversation: Conversation): Promise<void> {
  // An answer may still be coming in a conversation that was deleted.
  if (deleted.has(conversation.id)) return;
  const { id, title, updatedAt } = conversation;
  summaries.set((before = []) =>
    [{ id, title, updatedAt }, ...before.filter((other) => other.id !== id)].sort((a, b) => b.updatedAt - a.updatedAt),
  );
  try {
    await database.put(conversation);
    storageRefused.set(false);
  } catch {
    storageRefused.set(true);
  }
}

export async function loadSummaries(): Promise<void> {
  try {
    const stored = await database.list();
    summaries.set((before = []) => [...before, ...stored.filter(({ id }) => !before.some((other) => other.id === id))]);
  } catch {
    storageRefused.set(true);
    summaries.set((before) => before ?? []);
  }
}

/** A conversation that is kept from its first question on. */
export function beginConversation(from?: Parameters<typeof newConversation>[0]): ChatSession {
  const conversation = newConversation(from);
  const session = new ChatSession(conversation, keep);
  sessions.set(conversation.id, session);
  return session;
}

/** @returns `undefined` where there is no such conversation in this browser */
export async function openConversation(id: string): Promise<ChatSession | undefined> {
  const open = sessions.get(id);
  if (open) return open;
  const stored = await database.get(id).catch(() => undefined);
  if (!stored) return undefined;
  const session = sessions.get(id) ?? new ChatSession(stored, keep);
  sessions.set(id, session);
  return session;
}

export async function deleteConversation(id: string): Promise<void> {
  deleted.add(id);
  sessions.get(id)?.stop();
  sessions.delete(id);
  summaries.set((before) => before?.filter((summary) => summary.id !== id));
  await database.delete(id).catch(() => storageRefused.set(true));
}
