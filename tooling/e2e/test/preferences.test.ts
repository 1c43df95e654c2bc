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

/** How light the page's ground is, from 0 to 255. */
const lightness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });

test("the theme follows the system until one is chosen, which is kept", async ({ open }) => {
  const { page } = await open(site.url, { colorScheme: "dark" });
  await new ChatRoom(page).box.waitFor();
  expect(await lightness(page)).toBeLessThan(60);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => lightness(page)).toBeGreaterThan(200);
  await page.getByRole("button", { name: "Appearance and language" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(() => lightness(page)).toBeLessThan(60);
  await page.reload();
  expect(await lightness(page)).toBeLessThan(60);
});

test("the language changes all texts at once, and is kept", async ({ open }) => {
  const { page } = await open(site.url);
  await page.getByRole("heading", { name: "What shall we ask the fleet?" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  await page.getByRole("button", { name: "Appearance and language" }).click();
  await page.getByRole("menuitemradio", { name: "简体中文" }).click();
  await page.getByRole("heading", { name: "想问集群什么？" }).waitFor();
  await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
  await page.reload();
  await page.getByRole("textbox", { name: "消息" }).waitFor();
  await expect.poll(() => page.title()).toBe("对话 · modelfleet");
});

test("a browser that prefers Chinese gets Chinese", async ({ open }) => {
  const { page } = await open(site.url, { locale: "zh-CN" });
  await page.getByRole("textbox", { name: "消息" }).waitFor();
  await page.getByRole("link", { name: "集群" }).waitFor();
});
