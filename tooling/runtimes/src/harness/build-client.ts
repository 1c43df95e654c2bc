import { run } from "./child.ts";
import { rootDirectory } from "./paths.ts";

/** Runtimes load what users install, the built packages. Turbo does nothing when they are already built. */
export async function buildClient(): Promise<void> {
  await run({
    name: "the build of @modelfleet/client",
    file: "npx",
    args: [
      "-y",
      "pnpm@12",
      "exec",
      "turbo",
      "run",
      "build",
      "--filter=@modelfleet/client...",
      "--output-logs=errors-only",
    ],
    cwd: rootDirectory,
    timeoutMs: 240_000,
  });
}
