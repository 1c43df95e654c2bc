import { launchChromium } from "@modelfleet/runtimes/launch-chromium";
import type { Browser } from "playwright-core";
import { test as base, expect } from "vitest";
import { type Visit, type VisitOptions, visit } from "./visit.ts";

interface Fixtures {
  chromium: { launch: () => Promise<Browser> };
  /** One for all tests of a file. */
  browser: Browser;
  /** Opens a page in a profile of its own. A page that complained about something fails its test. */
  open: (url: string, options?: VisitOptions) => Promise<Visit>;
}

export const test = base.extend<Fixtures>({
  chromium: [{ launch: launchChromium }, { scope: "file" }],
  browser: [
    async ({ chromium }, use) => {
      const browser = await chromium.launch();
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  open: async ({ browser }, use) => {
    const visits: Visit[] = [];
    await use(async (url, options) => {
      const made = await visit(browser, url, options);
      visits.push(made);
      return made;
    });
    const problems = visits.flatMap((made) => made.problems);
    for (const made of visits) await made[Symbol.asyncDispose]();
    expect(problems).toEqual([]);
  },
});
