import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { scenes } from "../src/page/scenes.ts";
import { type StaticSite, serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

let site: StaticSite;
beforeAll(async () => {
  site = await serveStatically();
});
afterAll(() => site?.[Symbol.asyncDispose]());

/** What axe calls serious or critical, as lines that say where. */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`));
}

/** Every control has a name. */
async function nameless(page: Page): Promise<string[]> {
  const snapshot = await page.locator("body").ariaSnapshot();
  return snapshot
    .split("\n")
    .filter((line) =>
      /^\s*- (button|link|textbox|combobox|switch|slider|checkbox|radio|dialog|tab|img)\b(?! ")/.test(line),
    );
}

for (const { name, show } of scenes) {
  test(`axe finds nothing serious in either theme, and every control has a name: ${name}`, async ({ open }) => {
    const { page } = await open(site.url);
    await show(page);
    expect(await nameless(page)).toEqual([]);
    const light = await findings(page);
    await page.emulateMedia({ colorScheme: "dark" });
    // Themes differ in their colours only.
    const dark = await findings(page, ["color-contrast", "link-in-text-block"]);
    expect({ light, dark }).toEqual({ light: [], dark: [] });
  });
}
