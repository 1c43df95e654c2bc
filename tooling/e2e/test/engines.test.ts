import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { engines, pageProblems, type Tab } from "@modelfleet/runtimes/browsers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFleet } from "../src/fleet/native-fleet.ts";
import { serveStatically } from "../src/page/static-site.ts";
import { watchedSite } from "../src/page/watched-site.ts";

/** Git ignores it. */
const pictures = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** The first is the one that the page asks, at a pace that can be watched. */
const models = `
[[models.llms]]
name = "echo"
provider = "echo"
token_delay_ms = 40

[[models.llms]]
name = "guide"
provider = "builtin"
`;

const fleets = {
  "the fleet in the tab": () => serveStatically("/some/path/"),
  "a native fleet": () => startFleet({ config: models }),
};

/** As large as a small laptop, and as a phone. */
const sizes = { desktop: [1280, 800], phone: [390, 844] } as const;

const rooms = ["Fleet", "Compare", "Texts", "Wire"];

describe.each(Object.entries(fleets))("with %s", (fleetName, start) => {
  const open: AsyncDisposable[] = [];
  let url: string;
  beforeAll(async () => {
    const fleet = await start();
    open.push(fleet);
    const site = await watchedSite(fleet.url);
    open.push(site);
    url = new URL(new URL(fleet.url).pathname, site.url).href;
  });
  afterAll(async () => {
    for (const each of open.reverse()) await each[Symbol.asyncDispose]();
  });

  test.each(engines)("$name lists models, streams a chat and fits on a phone", async (engine) => {
    const tab = await engine.open();
    try {
      await tab.resize(...sizes.desktop);
      await tab.goto(url);
      await tab.click("//*[@role='combobox' and @aria-label='Model' and not(@disabled)]");
      await expect.poll(() => tab.evaluate(listed)).toEqual(expect.arrayContaining(["echo", "guide"]));
      await tab.click(option("echo"));
      expect(await chat(tab, "Say **this** again ".repeat(24))).toContain("Say this again Say this again");
      await look(tab, `${engine.name} with ${fleetName}`);
      for (const [width, height] of Object.values(sizes)) {
        await tab.resize(width, height);
        for (const room of rooms) {
          await tab.evaluate(`location.hash = "/${room.toLowerCase()}"`);
          await expect.poll(() => tab.evaluate(headings)).toContainEqual(expect.stringMatching(room));
          expect(await overhang(tab), room).toBe(0);
        }
      }
      expect(await pageProblems(tab)).toEqual([]);
    } finally {
      await tab.close();
    }
  });
});

const listed = "[...document.querySelectorAll('[role=option]')].map(({ innerText }) => innerText.split('\\n')[0])";
const headings =
  "[...document.querySelectorAll('h1')].filter((each) => each.checkVisibility()).map((each) => each.innerText)";
const option = (model: string): string => `//*[@role='option'][contains(., '${model}')]`;

/** Sends a message and waits until the answer has come to its end, word by word. */
async function chat(tab: Tab, message: string): Promise<string> {
  await tab.type("//textarea", message);
  await tab.evaluate(`globalThis.seen = new Set(), new MutationObserver(() => {
    seen.add(document.querySelector("article[aria-busy]")?.textContent.length);
  }).observe(document.body, { subtree: true, childList: true, characterData: true })`);
  await tab.click("//button[@aria-label='Send' and not(@disabled)]");
  await expect.poll(() => tab.evaluate("document.querySelector('p[role=status]')?.innerText")).toBe("Answer complete");
  // Held back until it is whole, it would be seen in one state at most, and nothing before it.
  expect(Number(await tab.evaluate("seen.size"))).toBeGreaterThan(3);
  return String(await tab.evaluate("document.querySelector('article[aria-label^=Answer]').textContent"));
}

/** Nothing reaches beyond the sides of the page; leaves it as narrow as a phone. */
async function look(tab: Tab, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  for (const [device, [width, height]] of Object.entries(sizes)) {
    await tab.resize(width, height);
    await expect.poll(() => overhang(tab), { message: device }).toBe(0);
    await writeFile(`${pictures}${name}, ${device}.png`, await tab.screenshot());
  }
}

/** By how many CSS pixels the page can be scrolled sideways. */
async function overhang(tab: Tab): Promise<number> {
  return Number(await tab.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth"));
}
