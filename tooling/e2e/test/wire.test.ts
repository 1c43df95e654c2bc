import { afterAll, beforeAll, expect } from "vitest";
import { testModels } from "../src/fleet/configs.ts";
import { type NativeServer, startFleet } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { test } from "../src/page/test.ts";

let fleet: NativeServer;
beforeAll(async () => {
  fleet = await startFleet({ config: testModels });
});
afterAll(() => fleet?.[Symbol.asyncDispose]());

test("the frames of the last answer, as they came and as text", async ({ open }) => {
  const { page } = await open(fleet.url);
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("first second third");
  await room.answered();
  await page.keyboard.press("Alt+5");
  await page
    .getByText("POST /api/worker/generate_stream")
    .or(page.getByText(/generate_stream/))
    .first()
    .waitFor();
  await page.getByText("deltas", { exact: true }).first().waitFor();
  const frames = page.getByRole("listbox").or(page.getByRole("grid")).first();
  await frames.getByRole("option").first().waitFor();
  const count = await frames.getByRole("option").count();
  expect(count).toBeGreaterThanOrEqual(3);

  await page.getByRole("radio", { name: "Cumulative" }).click();
  await expect.poll(() => frames.innerText()).toContain("first second third");
  await page.getByRole("radio", { name: "Delta" }).click();
  await expect.poll(() => frames.innerText()).not.toContain("first second third");
  await page.getByRole("radio", { name: "Raw" }).click();
  await expect.poll(() => frames.innerText()).toContain('"error_code"');

  await page.getByRole("radio", { name: "Request" }).click();
  await page.getByText("first second third").first().waitFor();
});
