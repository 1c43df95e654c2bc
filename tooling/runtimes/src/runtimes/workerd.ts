import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bundle } from "../harness/bundle.ts";
import { type Running, start } from "../harness/child.ts";
import { type InstalledBinary, installedBinary } from "../harness/installed.ts";
import { parseReport } from "../smoke/report.ts";
import { type Runtime, runTimeoutMs } from "./runtime.ts";

// No `nodejs_compat`: the client may use web standards only. "private" lets it reach the cluster on loopback.
const config = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "smoke", worker = .smoke),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "smoke")],
);

const smoke :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
);
`;

export const workerd: Runtime = {
  name: "workerd",
  userAgent: /^Cloudflare-Workers$/,
  async run(target) {
    const { file, version } = binary();
    const directory = await mkdtemp(join(tmpdir(), "modelfleet-workerd-"));
    let running: Running | undefined;
    try {
      const conditions = ["workerd", "worker", "import"];
      await writeFile(join(directory, "worker.js"), await bundle("worker.ts", { conditions }));
      await writeFile(join(directory, "config.capnp"), config);
      running = start({
        name: "workerd",
        file,
        args: ["serve", "config.capnp", "--control-fd=3"],
        cwd: directory,
        timeoutMs: runTimeoutMs,
        control: true,
      });
      running.stdout.resume();
      const url = `http://127.0.0.1:${await listeningPort(running)}/?target=${encodeURIComponent(JSON.stringify(target))}`;
      const answer = fetch(url).then(async (response) => parseReport(await response.text()));
      return { version, report: await Promise.race([answer, endedEarly(running)]) };
    } finally {
      await running?.kill();
      await rm(directory, { recursive: true, force: true });
    }
  },
};

function binary(): InstalledBinary {
  const platform = `${process.platform}-${process.arch === "x64" ? "64" : process.arch}`;
  return installedBinary(["workerd", `@cloudflare/workerd-${platform}`], "bin/workerd");
}

/** workerd chooses a free port and tells it on the control descriptor, one JSON object per line. */
async function listeningPort(running: Running): Promise<number> {
  if (!running.control) throw new Error("no control descriptor");
  const reading = (async () => {
    for await (const line of createInterface({ input: running.control as NodeJS.ReadableStream })) {
      const event = JSON.parse(line) as { event?: string; socket?: string; port?: number };
      if (event.event === "listen" && event.socket === "http" && event.port !== undefined) return event.port;
    }
    return endedEarly(running);
  })();
  return Promise.race([reading, endedEarly(running)]);
}

async function endedEarly(running: Running): Promise<never> {
  await running.ended;
  throw new Error("workerd ended before it answered");
}
