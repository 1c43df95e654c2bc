import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Beside the bundle in the published package, and where it is built in the repository. */
const folders = ["./playground/", "../../../../apps/playground/dist/"];

/** The built page; `undefined` where it was not built, as in a checkout without a build. */
export function playgroundFolder(): string | undefined {
  const found = folders.map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
  return found.find((folder) => existsSync(join(folder, "index.html")));
}
