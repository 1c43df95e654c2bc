import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Ran } from "../python-clients/dbgpt-command.ts";

const bin = fileURLToPath(new URL("../../../../packages/cli/src/bin.ts", import.meta.url));

/** Our command line from its sources, with a home of its own. */
export function spawnModelfleet(args: readonly string[], home: string, env: Record<string, string> = {}): ChildProcess {
  const { CONTROLLER_ADDRESS, MODELFLEET_TOKEN, ...inherited } = process.env;
  const xdg = ["CONFIG", "DATA", "STATE", "CACHE", "RUNTIME"].map((name) => [
    name === "RUNTIME" ? "XDG_RUNTIME_DIR" : `XDG_${name}_HOME`,
    join(home, name.toLowerCase()),
  ]);
  return spawn(
    process.execPath,
    ["--conditions=modelfleet-source", "--disable-warning=ExperimentalWarning", bin, ...args],
    {
      env: { ...inherited, HOME: home, ...Object.fromEntries(xdg), OLLAMA_HOST: "127.0.0.1:9", ...env },
      stdio: "pipe",
    },
  );
}

/** Runs it to its end. */
export function runModelfleet(
  args: readonly string[],
  home: string,
  { input = "", env = {} }: { input?: string | undefined; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawnModelfleet(args, home, env);
  child.stdin?.on("error", () => {}).end(input);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}
