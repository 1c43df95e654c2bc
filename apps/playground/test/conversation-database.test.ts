import "fake-indexeddb/auto";
import { afterEach, expect, test } from "vitest";
import { newConversation, titleOf } from "../src/chat/conversation.ts";
import { ConversationDatabase } from "../src/chat/conversation-database.ts";

const database = new ConversationDatabase("test");
afterEach(() => database.close());

test("conversations are there after the page was closed, the newest first", async () => {
  const older = { ...newConversation({ model: "qwen" }), title: "older", updatedAt: 1 };
  const newer = { ...newConversation(), title: "newer", updatedAt: 2 };
  await database.put(older);
  await database.put(newer);
  await database.close();
  expect(await database.list()).toEqual([
    { id: newer.id, title: "newer", updatedAt: 2 },
    { id: older.id, title: "older", updatedAt: 1 },
  ]);
  expect(await database.get(older.id)).toEqual(older);
  await database.delete(older.id);
  expect(await database.get(older.id)).toBeUndefined();
  expect(await database.list()).toHaveLength(1);
});

test("a title is the beginning of the first question", () => {
  const message = { id: "1", role: "user" as const, images: [], at: 0 };
  expect(titleOf([{ ...message, text: " a\n b " }])).toBe("a b");
  expect(titleOf([{ ...message, text: "😀".repeat(80) }])).toBe(`${"😀".repeat(60)}…`);
});
