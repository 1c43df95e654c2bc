import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, run } from "./command.ts";

export interface ShellFolder extends AsyncDisposable {
  /** Has `modelfleet`, and the script of each shell under its name. */
  path: string;
  env: Record<string, string>;
}

/** A folder in which `modelfleet` is a program, as after an installation. */
export async function startShellFolder(shells: readonly string[]): Promise<ShellFolder> {
  const path = await mkdtemp(join(tmpdir(), "modelfleet-shell-"));
  const quoted = program.map((word) => `'${word}'`).join(" ");
  await writeFile(join(path, "modelfleet"), `#!/bin/sh\nexec ${quoted} "$@"\n`);
  await chmod(join(path, "modelfleet"), 0o755);
  for (const shell of shells) {
    const { stdout } = await run(["completion", shell]);
    await writeFile(join(path, shell), stdout);
  }
  return {
    path,
    env: { PATH: `${path}:${process.env.PATH}`, HOME: path, HISTFILE: "/dev/null", LC_ALL: "C.UTF-8" },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Whether this machine has a shell; says so where not, since its tests are then left out. */
export function hasShell(shell: string): boolean {
  const there = spawnSync(shell, ["--version"]).error === undefined;
  if (!there) process.stderr.write(`${shell} is not installed here: what needs it is not tested.\n`);
  return there;
}
