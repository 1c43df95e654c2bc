import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const fileName = "mockServiceWorker.js";

/** Serves MSW's service worker beside the page, from the installed package: both must be of one version. */
export function serviceWorkerFile(): Plugin {
  const source = () => readFile(createRequire(import.meta.url).resolve(`msw/${fileName}`));
  return {
    name: "service-worker-file",
    configureServer(server) {
      server.middlewares.use(`/${fileName}`, (_request, response, next) => {
        source().then((content) => {
          response.setHeader("content-type", "text/javascript");
          response.end(content);
        }, next);
      });
    },
    async generateBundle() {
      this.emitFile({ type: "asset", fileName, source: await source() });
    },
  };
}
