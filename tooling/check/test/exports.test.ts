import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { exportedNames } from "../src/exported-names.ts";
import { type Entry, entriesOf, root, workspacePackages } from "../src/workspace.ts";

const packages = workspacePackages()
  .filter(({ manifest }) => !manifest.private)
  .map((pkg) => ({ name: pkg.manifest.name, dir: pkg.dir, entries: entriesOf(pkg) }))
  .filter(({ entries }) => entries.length > 0);

/** Imports the built entries as a user's Node would, and lists what they export. */
async function importBuilt(dir: string, entries: Entry[]): Promise<Record<string, string[]>> {
  const script = `
    const names = {};
    for (const entry of ${JSON.stringify(entries.map((entry) => entry.specifier))}) {
      names[entry] = Object.keys(await import(entry)).sort();
    }
    console.log(JSON.stringify(names));
  `;
  const node = await promisify(execFile)("node", ["--input-type=module", "-e", script], { cwd: join(root, dir) });
  return JSON.parse(node.stdout);
}

// When a difference is meant: `pnpm snapshots`, and the diff of tooling/check/test/exports is part of the review.
describe.each(packages)("$name", (pkg) => {
  const names = pkg.entries.map((entry) => ({
    ...entry,
    ...exportedNames(entry.source, readFileSync(join(root, entry.source), "utf8")),
  }));

  test("exports these names, types included", async () => {
    const text = names.map(({ specifier, values, types }) =>
      [specifier, ...values.map((name) => `  ${name}`), ...types.map((name) => `  type ${name}`), ""].join("\n"),
    );
    await expect(text.join("\n")).toMatchFileSnapshot(`exports/${basename(pkg.dir)}.txt`);
  });

  test("exports the same values when built", async () => {
    const built = await importBuilt(pkg.dir, pkg.entries);
    expect(built).toEqual(Object.fromEntries(names.map(({ specifier, values }) => [specifier, values])));
  });
});
