import { join } from "node:path";
import { run } from "../harness/child.ts";
import type { InstalledBinary } from "../harness/installed.ts";
import { entriesDirectory, packageDirectory } from "../harness/paths.ts";
import { parseReport } from "../smoke/report.ts";
import { type Runtime, runTimeoutMs } from "./runtime.ts";

export interface CommandLineOptions {
  name: string;
  userAgent: RegExp;
  binary(): InstalledBinary;
  /** Before the file to run. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/**
 * A runtime that reads TypeScript and node_modules by itself. It imports `@modelfleet/client` by its name and so finds
 * the built files through the package's `exports`, as an application does.
 */
export function commandLineRuntime({ name, userAgent, binary, args = [], env = {} }: CommandLineOptions): Runtime {
  return {
    name,
    userAgent,
    async run(target) {
      const { file, version } = binary();
      const printed = await run({
        name,
        file,
        args: [...args, join(entriesDirectory, "command.ts"), JSON.stringify(target)],
        cwd: packageDirectory,
        env,
        timeoutMs: runTimeoutMs,
      });
      return { version, report: parseReport(printed) };
    },
  };
}
