import { readFileSync } from "node:fs";

/** The package's version and the runtime under it: the first two things that a bug report needs. */
export function versionLine(): string {
  // One folder up from here both as a source and in the bundle.
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  return `modelfleet ${manifest.version} (node ${process.version}, ${process.platform} ${process.arch})`;
}
