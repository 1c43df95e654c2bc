import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { scenes } from "../src/page/scenes.ts";
import { type StaticSite, serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

let site: StaticSite;
beforeAll(async () => {
  site = await serveStatically();
});
afterAll(() => site?.[Symbol.asyncDispose]());

/** What axe calls serious or critical, as lines that say where. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
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

describe.for(["light", "dark"] as const)("in the %s theme", (theme) => {
  for (const { name, show } of scenes) {
    test(`axe finds nothing serious: ${name}`, async ({ open }) => {
      const { page } = await open(site.url, { preferences: { theme } });
      await show(page);
      expect(await findings(page)).toEqual([]);
      expect(await nameless(page)).toEqual([]);
    });
  }
});
