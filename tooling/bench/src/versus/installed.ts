import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const cache =
  process.env.MODELFLEET_BENCH_CACHE ??
  fileURLToPath(new URL("../../../../node_modules/.cache/bench", import.meta.url));

export const versions = { litellm: "1.106.2", portkey: "1.15.2" } as const;

/** The command of LiteLLM's proxy, in an environment of its own. Rejects where PyPI cannot be reached. */
export async function installLitellm(): Promise<string> {
  const venv = `${cache}/litellm`;
  const command = `${venv}/bin/litellm`;
  if (existsSync(command)) return command;
  mkdirSync(cache, { recursive: true });
  await run("python3", ["-m", "venv", venv]);
  const wanted = `litellm[proxy]==${versions.litellm}`;
  await run(`${venv}/bin/python`, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted]);
  return command;
}

/** The script of Portkey's gateway, in a folder of its own. Rejects where npm cannot be reached. */
export async function installPortkey(): Promise<string> {
  const folder = `${cache}/portkey`;
  const script = `${folder}/node_modules/@portkey-ai/gateway/build/start-server.js`;
  if (existsSync(script)) return script;
  mkdirSync(folder, { recursive: true });
  await run("npm", ["install", "--prefix", folder, "--ignore-scripts", `@portkey-ai/gateway@${versions.portkey}`]);
  return script;
}
