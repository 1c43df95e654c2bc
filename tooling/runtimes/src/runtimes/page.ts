import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pageProblems, problemsScript } from "../browsers/page-problems.ts";
import type { Engine, Tab } from "../browsers/tab.ts";
import { bundle } from "../harness/bundle.ts";
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

function page(engine: Engine, addition: string, { selfContained = false, withoutCors = false }: PageOptions): Runtime {
  return {
    name: `${engine.name}${addition}`,
    userAgent: engine.userAgent,
    cannot: engine.cannot ?? {},
    async run(target) {
      const tab = await engine.open();
      const timer = setTimeout(() => void tab.close(), runTimeoutMs);
      const server = await servePage(selfContained ? await selfContainedPage() : await bundledPage());
      try {
        const query = new URLSearchParams({
          target: JSON.stringify(target),
          ...(withoutCors ? { withoutCors: "" } : {}),
        });
        return { version: tab.version, report: await reportOf(tab, `${server.url}/?${query}`) };
      } finally {
        clearTimeout(timer);
        await tab.close();
        await server.close();
      }
    },
  };
}

/** The client as a bundler takes it, and in its self-contained file. */
export const pages = (engine: Engine): Runtime[] => [
  page(engine, "", {}),
  page(engine, ", one file", { selfContained: true }),
];

export const pageWithoutCors = (engine: Engine): Runtime => page(engine, ", no CORS", { withoutCors: true });

async function reportOf(tab: Tab, url: string): Promise<SmokeReport> {
  await tab.goto(url);
  const report = await tab.evaluate("globalThis.smokeReport?.then(JSON.stringify)");
  // Node, Bun and Deno end with an error on a rejection that nobody handles; a page only mentions it.
  const problems = await pageProblems(tab);
  if (problems.length > 0) throw new Error(`the page complained:\n${problems.join("\n")}`);
  return parseReport(String(report));
}

async function pageFiles(
  files: Readonly<Record<string, string>>,
  importMap: Readonly<Record<string, string>>,
): Promise<Record<string, PageFile>> {
  const html = `<!doctype html>
<title>smoke</title>
<link rel="icon" href="data:,">
<script src="/problems.js"></script>
<script type="importmap">${JSON.stringify({ imports: importMap })}</script>
<script type="module" src="/smoke.js"></script>
`;
  const scripts = Object.entries({ "/problems.js": await problemsScript(), ...files });
  return {
    "/": { type: "text/html", content: html },
    ...Object.fromEntries(scripts.map(([path, content]) => [path, { type: "text/javascript", content } as const])),
  };
}

/** The suite and the client in one script, as a bundler makes it. */
async function bundledPage(): Promise<Record<string, PageFile>> {
  const content = await bundle("page.ts", { conditions: ["browser", "module", "import"] });
  return pageFiles({ "/smoke.js": content }, {});
}

/** The suite as before, but it imports the client's self-contained file by the page's import map. */
async function selfContainedPage(): Promise<Record<string, PageFile>> {
  const content = await bundle("page.ts", { conditions: ["browser"], external: ["@modelfleet/client"] });
  const client = await readFile(selfContainedClient(), "utf8");
  const files = { "/smoke.js": content, "/modelfleet.js": client };
  return pageFiles(files, { "@modelfleet/client": "/modelfleet.js" });
}

function selfContainedClient(): string {
  return createRequire(join(packageDirectory, "package.json")).resolve("@modelfleet/client/modelfleet.min.js");
}
