import { problemsScript } from "@modelfleet/runtimes/browsers";
import { type ServedApp, serve } from "@modelfleet/server/node";

const scriptPath = "/page-problems.js";

/** What is about one connection, or about an origin that is not this one. */
const ofTheWay = ["accept-encoding", "connection", "host", "origin", "referer", "transfer-encoding"];

/** `fetch` has undone it. */
const ofTheCompression = ["content-encoding", "content-length"];

/**
 * A site once more, on an origin of its own, whose pages begin with the script for `pageProblems`: not every browser's
 * driver tells what a page says in its console.
 */
export function watchedSite(site: string): Promise<ServedApp> {
  return serve({
    async fetch({ url, method, headers, body, signal }) {
      const { pathname, search } = new URL(url);
      if (pathname === scriptPath) return javascript(await problemsScript());
      const answer = await fetch(new URL(pathname + search, site), {
        method,
        headers: without(headers, ofTheWay),
        body,
        signal,
        ...(body ? { duplex: "half" } : {}),
      });
      const isPage = answer.headers.get("content-type")?.startsWith("text/html");
      const page = isPage && (await answer.text()).replace("<head>", `$&<script src="${scriptPath}"></script>`);
      const { status } = answer;
      return new Response(page || answer.body, { status, headers: without(answer.headers, ofTheCompression) });
    },
  });
}

function javascript(content: string): Response {
  return new Response(content, { headers: { "content-type": "text/javascript" } });
}

function without(headers: Headers, names: readonly string[]): Headers {
  const left = new Headers(headers);
  for (const name of names) left.delete(name);
  return left;
}
