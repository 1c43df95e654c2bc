import { afterAll, beforeAll, describe, expect } from "vitest";
import { testModels } from "../src/fleet/configs.ts";
import { figure } from "../src/fleet/figure.ts";
import { type NativeServer, startFleet } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { keptConversations } from "../src/page/kept-conversations.ts";
import { test } from "../src/page/test.ts";

describe("a chat with the native fleet", () => {
  let fleet: NativeServer;
  beforeAll(async () => {
    fleet = await startFleet({ config: testModels });
  });
  afterAll(() => fleet?.[Symbol.asyncDispose]());

  const running = (): Promise<number> =>
    figure(fleet.url, "modelfleet_worker_requests_in_flight", { model: "endless" });

  test("streams an answer, and says who gave it and how fast", async ({ open }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose("echo");
    // Long enough for its speed to be measured, even if the page rests for a moment.
    await room.ask(`Say **this** again, with \`code\` in it ${"and so on ".repeat(331)}`);
    expect(await room.answered()).toContain("Say this again, with code in it");
    const answer = room.answers("echo");
    expect(await answer.locator("strong").innerText()).toBe("this");
    expect(await answer.getByRole("definition").allInnerTexts()).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      expect.stringMatching(/ to first token$/),
      expect.stringMatching(/ tokens\/s$/),
      "1,000 tokens",
    ]);
    await page.getByRole("status").filter({ hasText: "Answer complete" }).waitFor({ state: "attached" });
    expect(await page.title()).toBe("Chat · modelfleet");
  });

  test("folds the thinking away", async ({ open }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose("thinker");
    await room.ask("Do it");
    expect(await room.answered()).toContain("It is done.");
    const thoughts = page.getByText("Let me see what was asked.");
    expect(await thoughts.isVisible()).toBe(false);
    await page.getByText("Thoughts", { exact: true }).click();
    await thoughts.waitFor({ state: "visible" });
  });

  test("stops an answer: what came stays, and the worker's slot is free", async ({ open }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose("endless");
    await room.ask("Go on for ever");
    await room.coming("word5 ");
    expect(await running()).toBe(1);
    await room.stop.click();
    const text = await room.answered();
    expect(text).toContain("word5");
    expect(text).toContain("Stopped");
    await expect.poll(running).toBe(0);
    // It takes one at a time.
    await room.ask("And once more");
    await expect.poll(() => room.answers().count()).toBe(2);
    await room.coming("word5 ");
    await page.keyboard.press("Escape");
    await room.answered();
    await expect.poll(running).toBe(0);
  });

  test("asks something else in a question's place, and asks again", async ({ open }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose("echo");
    await room.ask("The first");
    await room.answered();
    await room.ask("The second");
    await expect
      .poll(() => room.answers().allTextContents())
      .toEqual([expect.stringContaining("The first"), expect.stringContaining("The second")]);
    await room.answered();
    const first = room.questions.first();
    await first.hover();
    await first.getByRole("button", { name: "Edit and resend" }).click();
    await page.getByRole("textbox", { name: "Edit your message" }).fill("In its place");
    await page.getByRole("button", { name: "Resend", exact: true }).click();
    await room.coming("In its place");
    expect(await room.answered()).toContain("In its place");
    expect(await room.questions.allInnerTexts()).toEqual(["In its place"]);
    await room.answers().getByRole("button", { name: "Ask again" }).click();
    await page.getByRole("status").filter({ hasText: "Answer complete" }).waitFor({ state: "attached" });
    expect(await room.answered()).toContain("In its place");
    expect(await room.answers().count()).toBe(1);
  });

  test("sends parameters and a system prompt, and shows the request as code", async ({ open }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose("echo");
    await page.keyboard.press("Alt+p");
    const dialog = page.getByRole("dialog", { name: "Parameters" });
    await dialog.getByRole("textbox", { name: "System prompt" }).fill("Be brief.");
    await dialog.getByRole("textbox", { name: "Longest answer" }).fill("3");
    await dialog.getByRole("button", { name: "Done" }).click();
    await room.ask("one two three four five");
    const answer = await room.answered();
    expect(answer).toContain("one two three");
    expect(answer).not.toContain("four");
    expect(answer).toContain("Cut off at the token limit");

    await page.getByRole("button", { name: "As code" }).click();
    const code = page.getByRole("dialog", { name: "This request as code" });
    await expect.poll(() => code.locator("pre").innerText()).toContain(`controller: "${fleet.url}"`);
    await code.getByRole("radio", { name: "curl" }).click();
    await expect.poll(() => code.locator("pre").innerText()).toContain(`${fleet.url}/v1/chat/completions`);
    await code.getByRole("radio", { name: "Python" }).click();
    await expect.poll(() => code.locator("pre").innerText()).toContain("Be brief.");
  });

  test("keeps conversations over a reload, exports and deletes them", async ({ open }) => {
    const { page } = await open(fleet.url);
    const room = new ChatRoom(page);
    await room.choose("echo");
    await room.ask("Remember me");
    await room.answered();
    const address = page.url();
    await expect.poll(() => keptConversations(page)).toMatch(/"role":"assistant".*"state":"complete"/);
    await page.reload();
    await room.coming("Remember me");
    expect(page.url()).toBe(address);
    await expect.poll(() => room.model.innerText()).toBe("echo");

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "Export as JSON" }).click();
    const file = await (await download).createReadStream();
    const exported = JSON.parse(Buffer.concat(await file.toArray()).toString("utf8"));
    expect(JSON.stringify(exported)).toContain("Remember me");

    const list = page.getByRole("navigation", { name: "Conversations" });
    await list.getByRole("link", { name: "Remember me" }).hover();
    await list.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page
      .getByRole("dialog", { name: "Delete this conversation?" })
      .getByRole("button", { name: "Delete" })
      .click();
    await page.getByText("Conversation deleted").waitFor();
    expect(await list.getByRole("link", { name: "Remember me" }).count()).toBe(0);
    await page.reload();
    await list.getByText("What you ask is kept here, in this browser only.").waitFor();
  });
});
