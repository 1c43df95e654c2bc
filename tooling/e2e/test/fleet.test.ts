import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { endlessWorker, testModels } from "../src/fleet/configs.ts";
import { startFleet, startWorker } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { test } from "../src/page/test.ts";

/** Chooses from the menu of an instance. */
async function choose(page: Page, instance: string, action: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions for ${instance}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

/** Presses the button that means it, and waits for the result. */
async function confirm(dialog: Locator, verb: string): Promise<void> {
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await dialog.getByRole("status").filter({ hasText: "Done on 1 instance" }).waitFor();
  await dialog.getByText("Close", { exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

test("a model is restarted, changed, stopped and started again, each with its result", async ({ open }) => {
  await using fleet = await startFleet({ config: testModels });
  const worker = new URL(fleet.url).host;
  const { page } = await open(`${fleet.url}/#/fleet`);
  const room = new ChatRoom(page);

  await confirm(await choose(page, `echo ${worker}`, "Restart…"), "Restart");

  const change = await choose(page, `echo ${worker}`, "Change parameters…");
  await change.getByRole("button", { name: "Apply" }).click();
  await change.getByText("Set at least one parameter.").waitFor();
  await change.getByRole("textbox", { name: "answer" }).fill("It was changed");
  await confirm(change, "Apply");
  await page.keyboard.press("Alt+1");
  await room.choose("echo");
  await room.ask("Anything");
  await room.coming("It was changed");
  await room.answered();

  await page.keyboard.press("Alt+3");
  const stop = await choose(page, `echo ${worker}`, "Stop…");
  await stop.getByRole("button", { name: "Cancel" }).click();
  await stop.waitFor({ state: "detached" });
  await confirm(await choose(page, `echo ${worker}`, "Stop…"), "Stop");
  const served = async (): Promise<string> => (await fetch(`${fleet.url}/v1/models`)).text();
  expect(await served()).not.toContain('"echo"');

  await page.getByRole("button", { name: "Start a model" }).first().click();
  const start = page.getByRole("dialog", { name: "Start a model" });
  await start.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: "echo" }).click();
  await start.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText(`echo runs on ${worker}`).waitFor();
  expect(await served()).toContain('"echo"');
});

test("a worker that joins is seen, and one that dies is", async ({ open }) => {
  await using fleet = await startFleet({
    config: `${testModels}\n[service.model.controller]\nheartbeat_timeout_secs = 3\n`,
  });
  const { page } = await open(`${fleet.url}/#/fleet`);
  await page.getByText("thinker").first().waitFor();
  expect(await page.getByText("far", { exact: true }).count()).toBe(0);
  await using worker = await startWorker(fleet.url, {
    config: `${endlessWorker}\n[service.model.worker]\nheartbeat_interval = 1\n`,
  });
  const address = new URL(worker.url).host;
  const row = page.getByRole("row").filter({ hasText: address });
  await row.filter({ hasText: "Healthy" }).waitFor();
  await worker.kill();
  await row.filter({ hasText: "Unhealthy" }).waitFor();
});

test("says which instance answered, and that the controller is gone", async ({ open }) => {
  await using fleet = await startFleet({ config: testModels });
  const { page } = await open(fleet.url);
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("Who is there?");
  await room.answered();
  await page.keyboard.press("Alt+3");
  await page.getByText("served last").first().waitFor();
  await fleet.kill();
  await page.getByText("The controller does not answer").first().waitFor();
});
