import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Conversation, ConversationSummary } from "./conversation.ts";

interface Schema extends DBSchema {
  /** Apart from the conversations, so that listing them does not load every picture. */
  summaries: { key: string; value: ConversationSummary };
  conversations: { key: string; value: Conversation };
}

/** Conversations, kept by the browser. */
export class ConversationDatabase {
  #opened: Promise<IDBPDatabase<Schema>> | undefined;
  readonly #name: string;

  constructor(name = "modelfleet-playground") {
    this.#name = name;
  }

  /** The newest first. */
  async list(): Promise<ConversationSummary[]> {
    const summaries = await (await this.#open()).getAll("summaries");
    return summaries.sort((a, b) => b.updatedAt - a.updatedAt);
  }

  async get(id: string): Promise<Conversation | undefined> {
    return (await this.#open()).get("conversations", id);
  }

  async put(conversation: Conversation): Promise<void> {
    const { id, title, updatedAt } = conversation;
    const transaction = (await this.#open()).transaction(["summaries", "conversations"], "readwrite");
    await Promise.all([
      transaction.objectStore("summaries").put({ id, title, updatedAt }, id),
      transaction.objectStore("conversations").put(conversation, id),
      transaction.done,
    ]);
  }

  async delete(id: string): Promise<void> {
    const transaction = (await this.#open()).transaction(["summaries", "conversations"], "readwrite");
    await Promise.all([
      transaction.objectStore("summaries").delete(id),
      transaction.objectStore("conversations").delete(id),
      transaction.done,
    ]);
  }

  async close(): Promise<void> {
    (await this.#opened)?.close();
    this.#opened = undefined;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= openDB<Schema>(this.#name, 1, {
      upgrade(database) {
        database.createObjectStore("summaries");
        database.createObjectStore("conversations");
      },
      // Another tab wants a newer version: it must not wait for this one.
      blocking: () => void this.close(),
    });
    // The next call tries again.
    this.#opened.catch(() => {
      this.#opened = undefined;
    });
    return this.#opened;
  }
}
