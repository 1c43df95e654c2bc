import { afterAll, beforeAll, expect } from "vitest";
import { slowness } from "../src/budget/machine.ts";
import { traceMainThread } from "../src/budget/main-thread.ts";
import { transferredScripts } from "../src/budget/transferred-scripts.ts";
import { longModels } from "../src/fleet/configs.ts";
import { type NativeServer, startFleet } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

const scriptBudgetKb = 200;
const taskBudgetMs = 200;
const tokens = 10_000;

let fleet: NativeServer;
beforeAll(async () => {
  fleet = await startFleet({ config: longModels(tokens) });
});
afterAll(() => fleet?.[Symbol.asyncDispose]());

test(`at most ${scriptBudgetKb} KB of script until the message box can be used`, async ({ open }) => {
  await using site = await serveStatically();
  const { page } = await open("about:blank");
  const { before, after } = await transferredScripts(page, site.url, async () => {
    const room = new ChatRoom(page);
    await room.choose("storyteller");
    await room.ask("Show me all that an answer can hold");
    await room.answered();
    await page.locator("pre .hljs-keyword").first().waitFor();
  });
  const named = (scripts: typeof before): string[] =>
    scripts.map(({ url, bytes }) => `${url.slice(site.url.length)} ${(bytes / 1_000).toFixed(1)} KB`);
  const total = before.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000;
  console.log(`script until the message box can be used: ${total.toFixed(1)} KB of ${scriptBudgetKb} KB`);
  expect(before.every(({ bytes }) => bytes > 0)).toBe(true);
  expect(total, `transferred:\n${named(before).join("\n")}`).toBeLessThanOrEqual(scriptBudgetKb);
  // The tab's fleet with MSW, the client and highlighting come after that.
  expect(named(before).join("\n")).not.toMatch(/connect-|highlight|stream-answer|chart/);
  const later = named(after).join("\n");
  expect(later).toMatch(/connect-tab/);
  expect(later).toMatch(/highlight/);
});

test.for([
  ["streamed", "word by word"],
  ["burst", "all at once"],
] as const)(
  `${tokens} tokens, %s: no task of the main thread over ${taskBudgetMs} ms`,
  async ([model, how], { open, browser }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose(model);
    const before = await slowness(page);
    // What loads with the first answer is no part of this.
    const thread = await traceMainThread(browser, page, async () => {
      await room.ask("Write it");
      await room.answers().getByText("The end of the answer.").waitFor({ timeout: 150_000 });
      await room.answered();
      await page.locator("pre .hljs-keyword").first().waitFor();
    });
    const measured = `${tokens} tokens ${how}: longest of ${thread.tasks} tasks ${thread.longestTaskMs} ms (${thread.longestTaskWallMs} ms by the clock)`;
    const times = (before + (await slowness(page))) / 2;
    console.log(`${measured}; budget ${taskBudgetMs} ms, on a machine that takes ${times.toFixed(2)} times as long`);
    expect(thread.tasks).toBeGreaterThan(100);
    expect(thread.longestTaskMs, `${measured}, of it:\n${thread.longestTaskParts.join("\n")}`).toBeLessThanOrEqual(
      taskBudgetMs * times,
    );
  },
);
