import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { ChatRoom } from "../src/page/chat-room.ts";
import { type StaticSite, serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

let site: StaticSite;
beforeAll(async () => {
  site = await serveStatically();
});
afterAll(() => site?.[Symbol.asyncDispose]());

/** The name of what has the focus, as it is read to people. */
const focused = async (page: Page): Promise<string> => {
  const element = page.locator(":focus");
  if ((await element.count()) === 0) return "";
  const name = /- (?:\w+) "([^"]*)"/.exec(await element.ariaSnapshot())?.[1];
  return name ?? (await element.innerText());
};

test("the palette finds commands by their names, and runs them", async ({ open }) => {
  const { page } = await open(site.url);
  const room = new ChatRoom(page);
  await room.box.waitFor();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Commands" });
  const search = palette.getByRole("combobox", { name: "What would you like to do?" });
  await search.waitFor();
  await expect.poll(() => search.evaluate((element) => element === document.activeElement)).toBe(true);
  await search.fill("param");
  await expect.poll(() => palette.getByRole("option").allInnerTexts()).toEqual([expect.stringContaining("Parameters")]);
  await search.fill("no such thing");
  await palette.getByText("Nothing by that name").waitFor();
  await search.fill("go to");
  const places = ["message box", "Chat", "Compare", "Fleet", "Texts", "Wire"];
  await expect
    .poll(() => palette.getByRole("option").allInnerTexts())
    .toEqual(places.map((label) => expect.stringContaining(label)));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await palette.waitFor({ state: "detached" });
  await expect.poll(() => page.url()).toContain("#/compare");
  await page.keyboard.press("Control+k");
  await search.waitFor();
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "detached" });
});

test("keys go to pages, to the message box, and to a new chat", async ({ open }) => {
  const { page } = await open(site.url);
  const room = new ChatRoom(page);
  await room.box.waitFor();
  for (const [keys, path, title] of [
    ["Alt+2", "#/compare", "Compare"],
    ["Alt+3", "#/fleet", "Fleet"],
    ["Alt+4", "#/texts", "Texts"],
    ["Alt+5", "#/wire", "Wire"],
    ["Alt+1", "#/chat", "Chat"],
  ] as const) {
    await page.keyboard.press(keys);
    await expect.poll(() => page.url()).toBe(site.url + path);
    await expect.poll(() => page.title()).toBe(`${title} · modelfleet`);
    await expect.poll(() => page.locator("nav [aria-current=page]").first().innerText()).toContain(title);
  }
  await room.box.waitFor();
  await page.keyboard.press("/");
  await expect.poll(() => focused(page)).toBe("Message");
  // In the box, the same key is a character.
  await page.keyboard.type("a/b");
  expect(await room.box.inputValue()).toBe("a/b");
});

test("Enter sends, Shift+Enter begins a line, Escape stops", async ({ open }) => {
  const { page } = await open(site.url);
  const room = new ChatRoom(page);
  await room.choose("storyteller");
  await room.box.focus();
  await page.keyboard.type("Write 5000 tokens");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("please");
  await page.keyboard.press("Enter");
  expect(await room.box.inputValue()).toBe("");
  await room.coming("A fleet, from the outside");
  expect(await room.questions.innerText()).toContain("Write 5000 tokens\nplease");
  await page.keyboard.press("Escape");
  expect(await room.answered()).toContain("Stopped");
});

test("Tab goes through the page in the order of what is seen, beginning with a way past the navigation", async ({
  open,
}) => {
  const { page } = await open(site.url);
  await page.getByRole("button", { name: "What happens when a worker fails?" }).and(page.locator(":enabled")).waitFor();
  const order: string[] = [];
  do {
    await page.keyboard.press("Tab");
    order.push(await focused(page));
  } while (order.length < 40 && order.at(-1) !== "Add images");
  expect(order[0]).toBe("Skip to content");
  const stops = [
    "Commands",
    "Compare",
    "Wire",
    "New chat",
    "Appearance and language",
    "Model",
    "Parameters",
    "Message",
  ];
  const places = stops.map((stop) => order.findIndex((name) => name.startsWith(stop)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test("a dialog keeps the focus, and gives it back", async ({ open }) => {
  const { page } = await open(site.url);
  await new ChatRoom(page).box.waitFor();
  const opener = page.getByRole("button", { name: "Parameters" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Parameters" });
  await dialog.waitFor();
  const inside = (): Promise<boolean> => dialog.evaluate((element) => element.contains(document.activeElement));
  await expect.poll(() => focused(page)).toBe("System prompt");
  const names = new Set<string>();
  for (let press = 0; press < 24; press += 1) {
    await page.keyboard.press("Tab");
    await expect.poll(inside).toBe(true);
    names.add(await focused(page));
  }
  expect([...names]).toEqual(expect.arrayContaining(["System prompt", "Done", "Close"]));
  await page.keyboard.press("Shift+Tab");
  await expect.poll(inside).toBe(true);
  // Keys of the page rest meanwhile.
  await page.keyboard.press("Alt+2");
  expect(page.url()).not.toContain("compare");
  // On a button with a tooltip, the first Escape would take that away.
  await dialog.getByRole("textbox", { name: "System prompt" }).focus();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true);
});
