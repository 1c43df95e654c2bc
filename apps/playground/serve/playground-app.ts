import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Hono } from "hono";
import { getMimeType } from "hono/utils/mime";

/** A file whose name changes with its content. */
const hashed = /[-.][\w-]{8}\.\w+$/;

/**
 * Serves the built playground. Only files that were there at the start have a route, so no path leads anywhere else.
 * They carry no secrets: who may call the fleet is asked by the fleet's own routes.
 */
export async function playgroundApp(folder: string): Promise<Hono> {
  const policy = policyOf(await readFile(join(folder, "index.html"), "utf8"));
  const app = new Hono();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join("/");
    const headers = {
      "content-type": getMimeType(path) ?? "application/octet-stream",
      "cache-control": hashed.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    };
    const routes = path === "index.html" ? ["/", "/index.html"] : [`/${path}`];
    // HEAD is answered by the same routes.
    for (const route of routes) app.get(route, async (c) => c.body(new Uint8Array(await readFile(file)), 200, headers));
  }
  return app;
}

/** The page's own policy, and what only a header can say. */
function policyOf(index: string): string {
  const [, content = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(index) ?? [];
  const policy = content.replaceAll("&#39;", "'");
  if (policy === "") throw new Error("The built playground has no content security policy.");
  return `${policy}; frame-ancestors 'none'`;
}
