import { launchChromium } from "../harness/launch-chromium.ts";
import { type Engine, tabTimeoutMs } from "./tab.ts";

export const chromium: Engine = {
  name: "Chromium",
  userAgent: /HeadlessChrome\//,
  async open() {
    const browser = await launchChromium();
    const page = await browser.newPage();
    page.setDefaultTimeout(tabTimeoutMs);
    return {
      version: browser.version(),
      goto: async (url) => void (await page.goto(url)),
      evaluate: (expression) => page.evaluate(expression),
      click: (xpath) => page.locator(`xpath=${xpath}`).click(),
      type: (xpath, text) => page.locator(`xpath=${xpath}`).pressSequentially(text),
      resize: (width, height) => page.setViewportSize({ width, height }),
      screenshot: () => page.screenshot(),
      close: () => browser.close(),
    };
  },
};
