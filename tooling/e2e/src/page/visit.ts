import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

export interface VisitOptions extends BrowserContextOptions {
  /** Set before the page is there, as somebody set them on an earlier visit. */
  preferences?: { theme?: "light" | "dark"; language?: "en" | "zh" };
}

type Origin = Exclude<NonNullable<BrowserContextOptions["storageState"]>, string>["origins"][number];

/** A page that somebody looks at, and what it did that it must not do. */
export interface Visit extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** Addresses asked for, in order. */
  requests: string[];
  /** Uncaught errors, complaints in the console, violations of the content security policy. */
  problems: string[];
}

/**
 * What Chromium itself says of requests to fleets that fail: workers that are away, static files where a fleet was looked
 * for. The page has to say it in its own words, which tests look at. A file of the page's that is missing is no such thing.
 */
const failedRequest = /^Failed to load resource/;
const toFleet = /\/(api|in-tab|v1|metrics)(\/|$)/;

/** How Playwright itself takes service workers away. */
const blocked = "Service Worker registration blocked by Playwright";

const remembered = (url: string, preferences: NonNullable<VisitOptions["preferences"]>): Origin => ({
  origin: new URL(url).origin,
  localStorage: [{ name: "modelfleet.preferences", value: JSON.stringify(preferences) }],
});

/** Opens the page in a profile of its own. Nothing waits longer than a minute. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { preferences, ...contextOptions } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    storageState: { cookies: [], origins: preferences ? [remembered(url, preferences)] : [] },
    ...contextOptions,
  });
  context.setDefaultTimeout(60_000);
  const problems: string[] = [];
  const requests: string[] = [];
  await context.exposeBinding("reportViolation", (_source, text: string) => problems.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      const { reportViolation } = window as unknown as { reportViolation: (text: string) => void };
      reportViolation(`The policy refused ${blockedURI} (${effectiveDirective}).`);
    });
  });
  context.on("weberror", (error) => problems.push(`Uncaught: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    const { url: about } = message.location();
    if ((failedRequest.test(message.text()) && toFleet.test(about)) || message.text() === blocked) return;
    problems.push(`${message.type()}: ${message.text()} (${about})`);
  });
  context.on("request", (request) => requests.push(request.url()));
  const page = await context.newPage();
  await page.goto(url);
  return { page, context, problems, requests, [Symbol.asyncDispose]: () => context.close() };
}
