import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

export interface VisitOptions extends BrowserContextOptions {
  /** Set before the page is there, as somebody set them on an earlier visit. */
  preferences?: { theme?: "light" | "dark"; language?: "en" | "zh" };
  /** Failed requests are what the test is about. */
  failuresExpected?: boolean;
}

/** A page that somebody looks at, and what it did that it must not do. */
export interface Visit extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** Addresses asked for, in order. */
  requests: string[];
  /** Uncaught errors, complaints in the console, violations of the content security policy. */
  problems: string[];
}

/** What Chromium says of requests that failed, which faults are meant to cause. */
const failedRequest = /^Failed to load resource|net::ERR_|blocked by CORS policy/;

/** Opens the page in a profile of its own. Nothing waits longer than 20 seconds. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { preferences, failuresExpected = false, ...contextOptions } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    ...contextOptions,
  });
  context.setDefaultTimeout(20_000);
  const problems: string[] = [];
  const requests: string[] = [];
  await context.exposeBinding("reportViolation", (_source, text: string) => problems.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      const { reportViolation } = window as unknown as { reportViolation: (text: string) => void };
      reportViolation(`The policy refused ${blockedURI} (${effectiveDirective}).`);
    });
  });
  if (preferences) {
    await context.addInitScript((value) => {
      if (!localStorage.getItem("modelfleet.preferences")) localStorage.setItem("modelfleet.preferences", value);
    }, JSON.stringify(preferences));
  }
  context.on("weberror", (error) => problems.push(`Uncaught: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (failuresExpected && failedRequest.test(message.text())) return;
    problems.push(`${message.type()}: ${message.text()}`);
  });
  context.on("request", (request) => requests.push(request.url()));
  const page = await context.newPage();
  await page.goto(url);
  return { page, context, problems, requests, [Symbol.asyncDispose]: () => context.close() };
}
