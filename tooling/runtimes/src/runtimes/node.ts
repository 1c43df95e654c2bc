import { join } from "node:path";
import { installedBinary } from "../harness/installed.ts";
import { rootDirectory } from "../harness/paths.ts";
import { commandLineRuntime } from "./command-line.ts";
import type { Runtime } from "./runtime.ts";

/** The oldest that our packages promise. */
export const node22: Runtime = commandLineRuntime({
  name: "Node 22",
  userAgent: /^Node\.js\/22$/,
  binary: () => installedBinary([`node-22-${process.platform}-${process.arch}`], "bin/node"),
});

/** The one that the repository itself runs on. */
export const node24: Runtime = commandLineRuntime({
  name: "Node 24",
  userAgent: /^Node\.js\/24$/,
  binary: () => installedBinary([join(rootDirectory, "node_modules/node")], "bin/node"),
});
