import { join } from "node:path";
import { build } from "esbuild";
import { entriesDirectory, packageDirectory } from "./paths.ts";

export interface BundleOptions {
  /** What the bundlers of this runtime's users resolve exports with. */
  conditions: string[];
  /** Left as bare imports. */
  external?: string[];
}

/** One ESM file of an entry and all that it imports, for the runtimes that know no node_modules. */
export async function bundle(entry: string, { conditions, external = [] }: BundleOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(entriesDirectory, entry)],
    absWorkingDir: packageDirectory,
    bundle: true,
    write: false,
    format: "esm",
    // Not "browser": a `node:` import that slipped into the client must fail here, not become an empty module.
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2023",
    conditions,
    external,
    logLevel: "silent",
  });
  const file = outputFiles[0];
  if (!file) throw new Error(`esbuild wrote nothing for ${entry}`);
  return file.text;
}
