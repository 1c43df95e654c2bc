import { installedBinary } from "../harness/installed.ts";
import { commandLineRuntime } from "./command-line.ts";
import type { Runtime } from "./runtime.ts";

const arch = process.arch === "arm64" ? "aarch64" : process.arch;

export const bun: Runtime = commandLineRuntime({
  name: "Bun",
  userAgent: /^Bun\//,
  binary: () => installedBinary(["bun", `@oven/bun-${process.platform}-${arch}`], "bin/bun"),
  args: ["run", "--no-install"],
});
