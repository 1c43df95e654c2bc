import { afterAll, beforeAll, expect } from "vitest";
import { ChatRoom } from "../src/page/chat-room.ts";
import { keptConversations } from "../src/page/kept-conversations.ts";
import { type StaticSite, serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

let site: StaticSite;
beforeAll(async () => {
  site = await serveStatically("/some/path/");
});
afterAll(() => site?.[Symbol.asyncDispose]());

test("static files in a folder are a fleet: it answers, and nothing leaves the folder", async ({ open }) => {
  const { page, requests } = await open(site.url);
  const room = new ChatRoom(page);
  await page.getByText("Fleet in this tab").waitFor();
  await page.getByRole("button", { name: /Show me all that an answer can hold/ }).click();
  await room.coming("A fleet, from the outside");
  await room.answered();
  const answer = room.answers("storyteller");
  expect(await answer.getByRole("table").count()).toBe(1);
  expect(await answer.getByRole("checkbox").count()).toBe(3);
  // Colours come later, and change nothing else.
  await answer.locator("pre .hljs-keyword").first().waitFor();
  expect(requests.filter((url) => !url.startsWith(site.url))).toEqual([]);
  expect(requests.some((url) => url.includes("/in-tab/workers/"))).toBe(true);
});

test("goes on when there is no network any more", async ({ open }) => {
  const { page, context } = await open(site.url);
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("With a network");
  expect(await room.answered()).toContain("With a network");
  await context.setOffline(true);
  await room.ask("Without one");
  await room.coming("Without one");
  expect(await room.answered()).toContain("Without one");
});

test("keeps conversations over a reload, and what was cut off by it", async ({ open }) => {
  const { page } = await open(site.url);
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("Short");
  await room.answered();
  await room.choose("storyteller");
  await room.ask("Write 5000 tokens");
  await room.coming("A fleet, from the outside");
  // Kept every now and then while it comes.
  await expect.poll(() => keptConversations(page)).toContain("A fleet, from the outside");
  await page.reload();
  await room.coming("A fleet, from the outside");
  expect(await room.answered()).toContain("Stopped");
  expect(await room.questions.allInnerTexts()).toEqual(["Short", "Write 5000 tokens"]);
});

test("a second tab has a fleet of its own", async ({ open }) => {
  const { page, context } = await open(site.url);
  const first = new ChatRoom(page);
  await first.choose("storyteller");
  await first.ask("Write 400 tokens");
  await first.coming("A fleet, from the outside");
  const other = await context.newPage();
  await other.goto(site.url);
  const second = new ChatRoom(other);
  await second.choose("echo");
  await second.ask("In another tab");
  expect(await second.answered()).toContain("In another tab");
  const answer = await first.answered();
  expect(answer).not.toContain("The answer failed");
});

test("works without a service worker too", async ({ open }) => {
  const { page } = await open(site.url, { serviceWorkers: "block" });
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("In place");
  expect(await room.answered()).toContain("In place");
});
