import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

// What users get: the packed tarball, installed in an empty folder outside of the repository.
const run = promisify(execFile);
const cli = fileURLToPath(new URL("../../../packages/cli", import.meta.url));

let folder: string;
let address: string;
let stopFleet: () => Promise<unknown> = async () => {};

const environment = (): NodeJS.ProcessEnv => {
  const { PATH } = process.env;
  return { PATH, HOME: folder, XDG_STATE_HOME: join(folder, "state"), XDG_CACHE_HOME: join(folder, "cache") };
};

/** Runs the installed command as a user's shell does. */
async function modelfleet(...args: string[]): Promise<string> {
  const bin = join(folder, "node_modules", ".bin", "modelfleet");
  const asked = run(process.execPath, [bin, ...args, "--address", address], { cwd: folder, env: environment() });
  asked.child.stdin?.end();
  return (await asked).stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelfleet-packed-"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: cli });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  // Offline: everything it needs is in it.
  const flags = ["--offline", "--no-audit", "--no-fund", "--omit=peer"];
  // The folder by its name: npm goes up from an empty one, to whatever package is above it.
  await run("npm", ["install", "--prefix", folder, ...flags, join(folder, filename)], {
    cwd: folder,
    env: environment(),
  });
  const bin = join(folder, "node_modules", ".bin", "modelfleet");
  const fleet = spawn(process.execPath, [bin, "up", "--port", "0", "--model", "builtin", "--no-open"], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
  const gone = once(fleet, "exit");
  stopFleet = async () => {
    fleet.kill("SIGTERM");
    return gone;
  };
  for await (const line of createInterface({ input: fleet.stdout })) {
    const [, url] = /^Controller: (\S+)/.exec(line) ?? [];
    if (!url) continue;
    address = url;
    break;
  }
  fleet.stdout.resume();
}, 120_000);

afterAll(async () => {
  await stopFleet();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

test("it brings nothing but itself", async () => {
  const installed = await readdir(join(folder, "node_modules"));
  expect(installed.filter((name) => !name.startsWith("."))).toEqual(["modelfleet"]);
});

test("model list", async () => {
  const rows = JSON.parse(await modelfleet("model", "list", "--json")) as { modelName: string; healthy: boolean }[];
  expect(rows).toContainEqual(expect.objectContaining({ modelName: "guide", healthy: true }));
});

test("ask", async () => {
  expect(await modelfleet("ask", "-m", "guide", "What is modelfleet?")).toContain("README.md");
});

test("top", async () => {
  expect(await modelfleet("top", "--once")).toMatch(/guide/);
});

test("doctor", async () => {
  const findings = JSON.parse(await modelfleet("doctor", "-m", "guide", "--json")) as { level?: string }[];
  expect(findings.length).toBeGreaterThan(0);
});

test("bench", async () => {
  const report = await modelfleet("bench", "-m", "guide", "-n", "4", "-c", "2", "--max-new-tokens", "8", "--json");
  expect(JSON.parse(report)).toMatchObject({ answered: 4, failed: 0, parallel: 2 });
});

test("the playground is in it, with its policy", async () => {
  const page = await fetch(address, { method: "HEAD" });
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});
