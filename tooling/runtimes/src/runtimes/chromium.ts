import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { bundle } from "../harness/bundle.ts";
import { launchChromium } from "../harness/launch-chromium.ts";
import { type PageFile, servePage } from "../harness/page-server.ts";
import { packageDirectory } from "../harness/paths.ts";
import { parseReport, type SmokeReport } from "../smoke/report.ts";
import { type Runtime, runTimeoutMs } from "./runtime.ts";

interface PageOptions {
  /** Take the client from its self-contained file, as a page without a bundler does. */
  selfContained?: boolean;
  /** Run the checks for a cluster without CORS in place of the suite. */
  withoutCors?: boolean;
}

function page(name: string, { selfContained = false, withoutCors = false }: PageOptions = {}): Runtime {
  return {
    name,
    userAgent: /HeadlessChrome\//,
    async prepare() {
      const browser = await launchChromium();
      const version = browser.version();
      await browser.close();
      return version;
    },
    async run(target) {
      const server = await servePage(selfContained ? await selfContainedPage() : await bundledPage());
      const browser = await launchChromium();
      const timer = setTimeout(
        () => void browser.close({ reason: `no report after ${runTimeoutMs} ms` }),
        runTimeoutMs,
      );
      try {
        const query = new URLSearchParams({
          target: JSON.stringify(target),
          ...(withoutCors ? { withoutCors: "" } : {}),
        });
        return await reportOf(browser, `${server.url}/?${query}`);
      } finally {
        clearTimeout(timer);
        await browser.close();
        await server.close();
      }
    },
  };
}

export const chromium: Runtime = page("Chromium");
export const chromiumSelfContained: Runtime = page("Chromium, one file", { selfContained: true });
export const chromiumWithoutCors: Runtime = page("Chromium, no CORS", { withoutCors: true });

async function reportOf(browser: Browser, url: string): Promise<SmokeReport> {
  const tab = await browser.newPage();
  const said: string[] = [];
  const uncaught: Error[] = [];
  tab.on("console", (message) => said.push(message.text()));
  tab.on("pageerror", (error) => uncaught.push(error));
  try {
    await tab.goto(url, { waitUntil: "load", timeout: runTimeoutMs });
    const report = parseReport(String(await tab.evaluate("smokeReport.then(JSON.stringify)")));
    // Node, Bun and Deno end with an error on a rejection that nobody handles; a page only mentions it.
    if (uncaught.length > 0) throw new AggregateError(uncaught, `uncaught: ${uncaught.join("; ")}`);
    return report;
  } catch (error) {
    throw new Error(`the page failed; it said:\n${said.join("\n")}`, { cause: error });
  }
}

function html(importMap: Readonly<Record<string, string>>): PageFile {
  const content = `<!doctype html>
<title>smoke</title>
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: importMap })}</script>
<script type="module" src="/smoke.js"></script>
`;
  return { type: "text/html", content };
}

/** The suite and the client in one script, as a bundler makes it. */
async function bundledPage(): Promise<Record<string, PageFile>> {
  const content = await bundle("page.ts", { conditions: ["browser", "module", "import"] });
  return { "/": html({}), "/smoke.js": { type: "text/javascript", content } };
}

/** The suite as before, but it imports the client's self-contained file by the page's import map. */
async function selfContainedPage(): Promise<Record<string, PageFile>> {
  const content = await bundle("page.ts", { conditions: ["browser"], external: ["@modelfleet/client"] });
  const client = await readFile(selfContainedClient(), "utf8");
  return {
    "/": html({ "@modelfleet/client": "/modelfleet.js" }),
    "/smoke.js": { type: "text/javascript", content },
    "/modelfleet.js": { type: "text/javascript", content: client },
  };
}

function selfContainedClient(): string {
  return createRequire(join(packageDirectory, "package.json")).resolve("@modelfleet/client/modelfleet.min.js");
}
