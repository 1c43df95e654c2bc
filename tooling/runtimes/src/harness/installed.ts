import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packageDirectory } from "./paths.ts";

export interface InstalledBinary {
  file: string;
  version: string;
}

/**
 * A binary inside an installed npm package, without the help of install scripts: the packages that are meant to be
 * installed (`bun`, `deno`, `workerd`) only wrap one package per platform, which holds the binary ready to run.
 *
 * @param path the package that holds it, or the packages on the way to it: `["bun", "@oven/bun-linux-x64"]`
 * @param binary where it is inside the package
 */
export function installedBinary(path: readonly string[], binary: string): InstalledBinary {
  let manifest = join(packageDirectory, "package.json");
  for (const name of path) {
    try {
      manifest = createRequire(manifest).resolve(`${name}/package.json`);
    } catch {
      throw new Error(
        `${name} is not installed: its npm package does not exist for ${process.platform}-${process.arch}, ` +
          "or optional dependencies were left out of the install",
      );
    }
  }
  const file = join(dirname(manifest), binary);
  if (!existsSync(file)) throw new Error(`${path.at(-1)} has no ${binary}`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return { file, version };
}
