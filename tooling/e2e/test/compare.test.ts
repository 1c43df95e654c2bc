import { afterAll, beforeAll, expect } from "vitest";
import { testModels } from "../src/fleet/configs.ts";
import { figure } from "../src/fleet/figure.ts";
import { type NativeServer, startFleet } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { test } from "../src/page/test.ts";

let fleet: NativeServer;
beforeAll(async () => {
  fleet = await startFleet({ config: testModels });
});
afterAll(() => fleet?.[Symbol.asyncDispose]());

test("two models answer the same question side by side, each with its figures", async ({ open }) => {
  const { page } = await open(`${fleet.url}/#/compare`);
  const room = new ChatRoom(page);
  for (const [column, model] of [
    ["Model of column 1", "echo"],
    ["Model of column 2", "thinker"],
  ] as const) {
    await page.getByRole("combobox", { name: column }).click();
    await page.getByRole("option", { name: model }).click();
  }
  await room.ask(`Say this ${"once more ".repeat(59)}`);
  await page.getByRole("status").filter({ hasText: "All answers have ended" }).waitFor({ state: "attached" });
  expect(await room.answers("echo").textContent()).toContain("Say this");
  expect(await room.answers("thinker").textContent()).toContain("It is done.");
  for (const place of [1, 2]) {
    const column = page.getByRole("region", { name: new RegExp(`^Column ${place}`) });
    const figures = (await column.getByRole("definition").allInnerTexts()).map((text) => text.split("\n")[0]);
    expect(await column.getByRole("term").allInnerTexts()).toEqual(["First token", "Speed", "Total", "Tokens"]);
    expect(figures).toEqual([
      expect.stringMatching(/^[\d.]+ m?s$/),
      expect.stringMatching(/\/s$/),
      expect.stringMatching(/^[\d.]+ m?s$/),
      place === 1 ? "120" : "9",
    ]);
  }

  await room.ask("And this");
  await expect.poll(() => room.answers("echo").count()).toBe(2);
  await room.answers("echo").last().filter({ hasText: "And this" }).waitFor();
});

test("one column is stopped, or all of them: their workers are free again", async ({ open }) => {
  const { page } = await open(`${fleet.url}/#/compare`);
  const room = new ChatRoom(page);
  const running = (): Promise<number> =>
    figure(fleet.url, "modelfleet_worker_requests_in_flight", { model: "endless" });
  await page.getByRole("combobox", { name: "Model of column 1" }).click();
  await page.getByRole("option", { name: "endless" }).click();
  await page.getByRole("combobox", { name: "Model of column 2" }).click();
  await page.getByRole("option", { name: "echo" }).click();
  await room.ask("Go on");
  await room.answers("endless").filter({ hasText: "word5 " }).waitFor();
  await page.getByRole("button", { name: "Stop column 1" }).click();
  await page.getByRole("status").filter({ hasText: "All answers have ended" }).waitFor({ state: "attached" });
  await expect.poll(running).toBe(0);
  await room.ask("Go on");
  await room.answers("endless").last().filter({ hasText: "word5 " }).waitFor();
  await room.stop.click();
  await page.getByRole("status").filter({ hasText: "All answers have ended" }).waitFor({ state: "attached" });
  await expect.poll(running).toBe(0);
});
