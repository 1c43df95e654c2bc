import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { run } from "./child.ts";

/**
 * A program of Debian's, installed first where it is missing: continuous integration starts on a new machine.
 *
 * @param file where its package puts it
 * @param name of that package
 * @returns `file`
 */
export async function debianProgram(file: string, name: string): Promise<string> {
  if (await isExecutable(file)) return file;
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new Error(`${file} does not exist, and only root on Debian can install it: apt-get install ${name}`);
  }
  await aptGet(["update", "-qq"]);
  await aptGet(["install", "-qq", "-y", "--no-install-recommends", name]);
  if (!(await isExecutable(file))) throw new Error(`apt-get installed ${name}, but ${file} does not exist`);
  return file;
}

async function aptGet(args: readonly string[]): Promise<void> {
  await run({
    name: `apt-get ${args[0]}`,
    file: "apt-get",
    // Another suite may be installing at this moment: wait for its lock.
    args: ["-o", "DPkg::Lock::Timeout=120", ...args],
    cwd: "/",
    env: { DEBIAN_FRONTEND: "noninteractive" },
    timeoutMs: 240_000,
  });
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
