import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { listen } from "@modelfleet/runtimes/listen";

const folder = fileURLToPath(new URL("../../../../apps/playground/dist/", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

export interface StaticSite extends AsyncDisposable {
  /** Where the page is, with a slash at its end. */
  url: string;
}

/**
 * The built playground behind a server of static files, which compresses as such servers do and knows nothing else.
 *
 * @param path the folder in which it is, with slashes at both ends
 */
export async function serveStatically(path = "/some/path/"): Promise<StaticSite> {
  const files = new Map<string, { type: string; body: Buffer }>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const type = types[extname(file)] ?? "application/octet-stream";
    files.set(path + file.slice(folder.length), { type, body: gzipSync(await readFile(file)) });
  }
  const index = files.get(`${path}index.html`);
  if (!index) throw new Error("The playground is not built: npx -y pnpm@12 build");
  files.set(path, index);
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? "/", "http://site").pathname);
    if (!file) return void response.writeHead(404).end();
    response
      .writeHead(200, { "content-type": file.type, "content-encoding": "gzip", "content-length": file.body.length })
      .end(file.body);
  });
  const { url, close } = await listen(server);
  return { url: `${url}${path}`, [Symbol.asyncDispose]: close };
}
