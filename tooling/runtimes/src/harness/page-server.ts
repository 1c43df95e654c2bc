import { createServer } from "node:http";
import { type Listening, listen } from "./listen.ts";

export interface PageFile {
  type: "text/html" | "text/javascript";
  content: string;
}

/** Serves a page and its scripts on an origin of their own. */
export async function servePage(files: Readonly<Record<string, PageFile>>): Promise<Listening> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": `${file.type}; charset=utf-8` }).end(file.content);
  });
  return listen(server);
}
