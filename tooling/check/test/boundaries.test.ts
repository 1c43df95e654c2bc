import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root, workspacePackages } from "../src/workspace.ts";

// `turbo boundaries` is marked experimental: this shows that it still refuses what the rules in turbo.jsonc forbid.
// It works on a copy of the workspace's manifests, without sources.
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "modelfleet-boundaries-"));
  const manifests = workspacePackages().flatMap(({ dir }) => [`${dir}/package.json`, `${dir}/turbo.json`]);
  const files = ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml", "turbo.jsonc", ...manifests];
  for (const file of files) if (existsSync(root + file)) cpSync(root + file, join(copy, file));
});
afterEach(() => rmSync(copy, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(join(copy, file, ".."), { recursive: true });
  writeFileSync(join(copy, file), text);
}

function declare(dir: string, dependency: string): void {
  const file = join(copy, dir, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.dependencies = { ...manifest.dependencies, [dependency]: "workspace:*" };
  writeFileSync(file, JSON.stringify(manifest));
}

function boundaries(): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile("turbo", ["boundaries", "--no-color"], { cwd: copy }, (error, stdout, stderr) =>
      resolve({ ok: error === null, output: (stdout + stderr).replace(/\s+\|?\s*/g, " ") }),
    );
  });
}

test("the workspace as declared is allowed", async () => {
  expect(await boundaries()).toMatchObject({ ok: true });
});

test.each([
  ["a type import", 'import type { Fleet } from "@modelfleet/client";'],
  ["a dynamic import", 'export const fleet = import("@modelfleet/client");'],
])("%s of a package that is not declared is refused", async (_, source) => {
  write("packages/core/src/wrong.ts", source);
  const { ok, output } = await boundaries();
  expect(output).toContain("cannot import package `@modelfleet/client` because it is not a dependency");
  expect(ok).toBe(false);
});

test("the tests of a package are held to the same rules", async () => {
  write("packages/core/test/wrong.test.ts", 'import { createFleet } from "@modelfleet/client";\ncreateFleet;');
  expect((await boundaries()).ok).toBe(false);
});

test("reaching into another package by path is refused", async () => {
  write("packages/core/src/wrong.ts", 'export { createFleet } from "../../client/src/index.ts";');
  const { ok, output } = await boundaries();
  expect(output).toContain("leaves the package");
  expect(ok).toBe(false);
});

test("declaring a package that lies above is refused", async () => {
  declare("packages/testing", "@modelfleet/client");
  const { ok, output } = await boundaries();
  expect(output).toContain("Package `@modelfleet/client` found without any tag listed in allowlist");
  expect(ok).toBe(false);
});

test("a cycle is refused", async () => {
  declare("packages/core", "@modelfleet/testing");
  const { ok, output } = await boundaries();
  expect(output).toContain("Circular package dependency");
  expect(ok).toBe(false);
});

test("every package has a tag with a rule", () => {
  const read = (path: string) => JSON.parse(readFileSync(`${root}${path}`, "utf8").replace(/^\s*\/\/.*$/gm, ""));
  const ruled = Object.keys(read("turbo.jsonc").boundaries.tags);
  for (const { dir } of workspacePackages().filter((pkg) => !pkg.dir.startsWith("tooling/"))) {
    expect(ruled, dir).toEqual(expect.arrayContaining(read(`${dir}/turbo.json`).tags));
  }
});
