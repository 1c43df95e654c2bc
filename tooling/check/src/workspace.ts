import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

interface ExportTarget {
  "modelfleet-source": string;
}

export interface Package {
  /** Relative to the root, e.g. `packages/core`. */
  dir: string;
  manifest: {
    name: string;
    private?: boolean;
    exports?: Record<string, string | ExportTarget>;
    dependencies?: Record<string, string>;
  };
}

/** All packages of the workspace. */
export function workspacePackages(): Package[] {
  return globSync("{packages,apps,tooling}/*/package.json", { cwd: root })
    .sort()
    .map((file) => ({ dir: dirname(file), manifest: JSON.parse(readFileSync(root + file, "utf8")) }));
}

export interface Entry {
  /** What users import, e.g. `@modelfleet/client/node`. */
  specifier: string;
  /** Its TypeScript source, relative to the root. */
  source: string;
}

/** The entries of a package that export names, in the order of its `exports`. */
export function entriesOf({ dir, manifest }: Package): Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([path, target]) =>
    typeof target === "string" || target["modelfleet-source"] === undefined
      ? []
      : { specifier: manifest.name + path.slice(1), source: `${dir}/${target["modelfleet-source"].slice(2)}` },
  );
}
