import type { Locator, Page } from "playwright-core";
import { type ScenesText, scenesTexts } from "./scenes-texts.ts";

/** A page in a state that is worth looking at, of the fleet in the tab. */
export interface Scene {
  name: string;
  /** Also shown in Chinese: the page that most people see. */
  bothLanguages?: boolean;
  /** Begins at the page's address and ends when everything stands. */
  show(page: Page, t?: ScenesText): Promise<void>;
}

const go = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((to) => {
    location.hash = to;
  }, path);
};

/** The fleet is there and its models are known: what was waiting for them can be used. */
const ready = async (page: Page): Promise<void> => {
  await page.locator("button:enabled").filter({ hasText: /guide/ }).first().waitFor();
};

const box = (page: Page): Locator => page.locator("main textarea").first();

async function ask(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page
    .locator("button[aria-keyshortcuts], button")
    .filter({ has: page.locator(".lucide-arrow-up") })
    .click();
}

async function answered(page: Page, t: ScenesText): Promise<void> {
  await page.getByRole("status").filter({ hasText: t.complete }).waitFor({ state: "attached" });
}

async function tour(page: Page, t: ScenesText): Promise<void> {
  await page.getByRole("button", { name: t.tour }).click();
  await answered(page, t);
  await page.locator("pre .hljs-keyword").first().waitFor();
}

export const scenes: readonly Scene[] = [
  { name: "chat-empty", bothLanguages: true, show: ready },
  {
    name: "chat-answer",
    bothLanguages: true,
    async show(page, t = scenesTexts.en) {
      await tour(page, t);
    },
  },
  {
    name: "chat-thinking",
    bothLanguages: true,
    async show(page, t = scenesTexts.en) {
      // At their own pace they think for a moment only, which a busy machine may miss.
      await setWorkers(page, t, t.slow);
      await page.getByRole("button", { name: t.tour }).click();
      await page.getByText(t.thinking).first().waitFor();
    },
  },
  {
    name: "chat-failed",
    bothLanguages: true,
    async show(page, t = scenesTexts.en) {
      await setWorkers(page, t, t.breaks);
      await page.getByRole("button", { name: t.tour }).click();
      await page.getByRole("status").filter({ hasText: t.failed }).waitFor({ state: "attached" });
    },
  },
  {
    name: "chat-parameters",
    bothLanguages: true,
    async show(page) {
      await ready(page);
      await page.keyboard.press("Alt+p");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "chat-code",
    bothLanguages: true,
    async show(page) {
      await ready(page);
      await page.keyboard.press("Alt+c");
      await page.getByRole("dialog").locator(".hljs-keyword").first().waitFor();
    },
  },
  {
    name: "chat-missing",
    async show(page) {
      await ready(page);
      await go(page, "/chat/never-was");
      await page.getByText("This conversation is not in this browser").waitFor();
    },
  },
  {
    name: "palette",
    bothLanguages: true,
    async show(page) {
      await ready(page);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").waitFor();
    },
  },
  {
    name: "connection",
    async show(page) {
      await ready(page);
      await openConnection(page);
    },
  },
  {
    name: "connection-failed",
    async show(page) {
      await ready(page);
      const dialog = await openConnection(page);
      await dialog.getByRole("textbox", { name: "Address of the controller" }).fill("http://127.0.0.1:9");
      await dialog.getByRole("button", { name: "Connect" }).click();
      await page.getByText("Nothing answers at this address").waitFor();
    },
  },
  {
    name: "compare-empty",
    async show(page) {
      await ready(page);
      await go(page, "/compare");
      await page
        .getByRole("button", { name: /Show me all/ })
        .and(page.locator(":enabled"))
        .waitFor();
    },
  },
  {
    name: "compare-answers",
    async show(page) {
      await ready(page);
      await go(page, "/compare");
      await page.getByRole("button", { name: /How do I start/ }).click();
      // While they come: the slowest worker takes its time.
      await page.locator("dd").filter({ hasText: "/s" }).nth(1).waitFor({ state: "attached" });
    },
  },
  {
    name: "fleet",
    async show(page) {
      await ready(page);
      await ask(page, "Xyzzy");
      await answered(page, scenesTexts.en);
      await go(page, "/fleet");
      await page.getByText("steady:8002").first().waitFor();
      await page.getByText("Unhealthy").first().waitFor();
    },
  },
  {
    name: "fleet-start",
    async show(page) {
      await ready(page);
      await go(page, "/fleet");
      await page.getByRole("button", { name: "Start a model" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("combobox").first().waitFor();
    },
  },
  {
    name: "texts-empty",
    async show(page) {
      await ready(page);
      await go(page, "/texts");
      await page.getByRole("textbox", { name: "Texts" }).waitFor();
    },
  },
  {
    name: "texts-similarity",
    async show(page) {
      await ready(page);
      await go(page, "/texts");
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("button", { name: "Compare texts" }).click();
      await page.getByRole("heading", { name: "Map of the texts" }).waitFor();
    },
  },
  {
    name: "texts-ranking",
    async show(page) {
      await ready(page);
      await go(page, "/texts");
      await page.getByRole("radio", { name: "Rerank" }).click();
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("button", { name: "Rank documents" }).click();
      await page.getByRole("table").waitFor();
    },
  },
  {
    name: "wire-empty",
    async show(page) {
      await ready(page);
      await go(page, "/wire");
      await page.getByText("Nothing has gone over the wire yet").waitFor();
    },
  },
  {
    name: "wire",
    async show(page) {
      await ready(page);
      await tour(page, scenesTexts.en);
      await go(page, "/wire");
      await page
        .getByText(/generate_stream/)
        .first()
        .waitFor();
    },
  },
];

/** Has both workers that tell stories be in that condition. */
async function setWorkers(page: Page, t: ScenesText, condition: string): Promise<void> {
  await ready(page);
  const dialog = await openConnection(page, t);
  for (const worker of [0, 1]) {
    await dialog.getByRole("combobox").nth(worker).click();
    await page.getByRole("option", { name: condition }).click();
  }
  await page.keyboard.press("Escape");
}

async function openConnection(page: Page, t: ScenesText = scenesTexts.en): Promise<Locator> {
  const menu = page.getByRole("button", { name: t.menu });
  if (await menu.isVisible()) await menu.click();
  await page.getByTitle(t.change).click();
  const dialog = page.getByRole("dialog", { name: t.connect });
  await dialog.waitFor();
  return dialog;
}
