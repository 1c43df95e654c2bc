import { expect } from "vitest";
import { endlessWorker, testModels } from "../src/fleet/configs.ts";
import { startFleet, startWorker } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

test("a worker that is killed in the middle of an answer: what came stays, and it is said what to do", async ({
  open,
}) => {
  await using fleet = await startFleet({ config: testModels });
  await using worker = await startWorker(fleet.url, { config: endlessWorker });
  const { page } = await open(fleet.url);
  const room = new ChatRoom(page);
  await room.choose("far");
  await room.ask("Go on for ever");
  await room.coming("word9 ");
  await worker.kill();
  const alert = room.answers().getByText("The answer failed", { exact: true });
  await alert.waitFor();
  const text = await room.answers().textContent();
  expect(text).toContain("word9 ");
  expect(text).toContain("What came is kept; ask again");
  await page.getByRole("status").filter({ hasText: "The answer failed" }).waitFor({ state: "attached" });

  // The rest of the fleet goes on, in the same conversation.
  await room.choose("echo");
  await room.ask("Are you there?");
  await room.coming("Are you there?");
  expect(await room.answered()).toContain("Are you there?");
});

test("a fleet that goes away and comes back", async ({ open }) => {
  const first = await startFleet({ config: testModels });
  const { page } = await open(first.url);
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("One");
  await room.answered();
  await first.kill();
  await room.ask("Two");
  await room.answers().last().getByText("The answer failed", { exact: true }).waitFor();

  await using _again = await startFleet({ config: testModels, port: Number(new URL(first.url).port) });
  await room.answers().last().getByRole("button", { name: "Ask again" }).first().click();
  await room.coming("Two");
  await page.getByRole("status").filter({ hasText: "Answer complete" }).waitFor({ state: "attached" });
  expect(await room.answers().last().textContent()).not.toContain("The answer failed");
});

test("an address where nothing answers: it is said, and another fleet is one click away", async ({ open }) => {
  await using site = await serveStatically();
  const { page } = await open(site.url);
  await page
    .getByRole("button", { name: "Change connection" })
    .or(page.getByTitle("Change connection"))
    .first()
    .click();
  const dialog = page.getByRole("dialog", { name: "Connect to a fleet" });
  await dialog.getByRole("textbox", { name: "Address of the controller" }).fill("not an address");
  await dialog.getByRole("button", { name: "Connect" }).click();
  await dialog.getByText("This is no address.").waitFor();
  await dialog.getByRole("textbox", { name: "Address of the controller" }).fill("127.0.0.1:9");
  await dialog.getByRole("button", { name: "Connect" }).click();
  await page.getByText("Nothing answers at this address").waitFor();
  await page.getByRole("button", { name: "Use the fleet in this tab" }).click();
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask("Back again");
  expect(await room.answered()).toContain("Back again");
});

test("faults of the tab's fleet: busy, broken off and gone workers, and a controller that is away", async ({
  open,
}) => {
  await using site = await serveStatically();
  const { page } = await open(site.url);
  const room = new ChatRoom(page);
  const dialog = page.getByRole("dialog", { name: "Connect to a fleet" });
  const condition = async (worker: string, name: string): Promise<void> => {
    await page.getByTitle("Change connection").click();
    await dialog.getByRole("combobox", { name: `Worker ${worker}` }).click();
    await page.getByRole("option", { name }).click();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  };
  // The only one that has the model and is there.
  await room.choose("echo");
  await condition("steady:8002", "Breaks off mid-answer");
  const words = Array.from({ length: 60 }, (_, place) => `word${place}`).join(" ");
  await room.ask(words);
  await room.answers().getByText("The answer failed", { exact: true }).waitFor();
  expect(await room.answers().textContent()).toContain("word3 ");

  await condition("steady:8002", "Busy (429)");
  await room.ask("Busy?");
  await room.answers().last().getByText("The answer failed", { exact: true }).waitFor();
  const told = room.answers().last();
  await told.getByText("The worker is busy, as it was told to be").waitFor();
  // The other instance is away. For as long as the registry does not know it, that one is asked, too.
  await told.getByText(/No instance of the model could answer|The worker refused the request/).waitFor();

  await condition("steady:8002", "Well");
  await room.answers().last().getByRole("button", { name: "Ask again" }).first().click();
  await page.getByRole("status").filter({ hasText: "Answer complete" }).waitFor({ state: "attached" });

  await page.getByTitle("Change connection").click();
  await dialog.getByRole("switch", { name: "The controller is away" }).click();
  await page.keyboard.press("Escape");
  // What was known of the workers is used.
  await room.ask("Without a controller");
  await room.coming("Without a controller");
  expect(await room.answered()).toContain("Without a controller");
});
