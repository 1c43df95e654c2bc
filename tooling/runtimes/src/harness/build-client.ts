import { join } from "node:path";
import { run } from "./child.ts";
import { rootDirectory } from "./paths.ts";

/**
 * Runtimes load what users install, the built packages. Turbo does nothing when they are already built. It is called
 * directly because pnpm would first look whether to install something, and it finds pnpm on the PATH that pnpm made.
 */
export async function buildClient(): Promise<void> {
  await run({
    name: "The build of @modelfleet/client",
    file: join(rootDirectory, "node_modules/.bin/turbo"),
    args: ["run", "build", "--filter=@modelfleet/client...", "--output-logs=errors-only"],
    cwd: rootDirectory,
    timeoutMs: 180_000,
  });
}
