import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedBinary } from "../harness/installed.ts";
import { commandLineRuntime } from "./command-line.ts";
import type { Runtime } from "./runtime.ts";

const platform = process.platform === "linux" ? `linux-${process.arch}-glibc` : `${process.platform}-${process.arch}`;

export const deno: Runtime = commandLineRuntime({
  name: "Deno",
  userAgent: /^Deno\//,
  binary: () => installedBinary(["deno", `@deno/${platform}`], "deno"),
  args: [
    "run",
    "--node-modules-dir=manual",
    "--no-lock",
    "--no-remote",
    // All that the client asks of its user; reading is for the modules themselves.
    "--allow-net=127.0.0.1",
    "--allow-read",
    "--no-prompt",
  ],
  env: { DENO_DIR: join(tmpdir(), "modelfleet-runtimes-deno"), DENO_NO_UPDATE_CHECK: "1" },
});
