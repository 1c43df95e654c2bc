import { launch } from "puppeteer-core";
import { debianProgram } from "../harness/debian-program.ts";
import { type Engine, tabTimeoutMs } from "./tab.ts";

/** Debian's own Firefox, over WebDriver BiDi. Playwright wants the newest Firefox for that, which Debian's is not. */
export const firefox: Engine = {
  name: "Firefox",
  userAgent: /Gecko\/\S+ Firefox\//,
  async open() {
    const browser = await launch({
      browser: "firefox",
      executablePath: await debianProgram("/usr/bin/firefox-esr", "firefox-esr"),
      headless: true,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      timeout: tabTimeoutMs,
      protocolTimeout: tabTimeoutMs,
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(tabTimeoutMs);
    const locate = (xpath: string) => page.locator(`::-p-xpath(${xpath})`);
    return {
      version: (await browser.version()).replace("firefox/", ""),
      goto: async (url) => void (await page.goto(url)),
      evaluate: (expression) => page.evaluate(expression),
      click: (xpath) => locate(xpath).click(),
      async type(xpath, text) {
        await locate(xpath).click();
        await page.keyboard.type(text);
      },
      resize: (width, height) => page.setViewport({ width, height }),
      screenshot: () => page.screenshot(),
      close: () => browser.close(),
    };
  },
};
