import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { start } from "@modelfleet/runtimes/child";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Longer than any test file: what hangs is ended then. */
const lifetimeMs = 600_000;

/** A `modelfleet` that serves, as a process of its own. */
export interface NativeServer extends AsyncDisposable {
  /** Without a slash at its end. */
  url: string;
  /** Ends it at once, as a crash would: no goodbye to anybody. */
  kill(): Promise<void>;
}

export interface NativeOptions {
  /** A configuration in TOML. */
  config: string;
  /** Any free one by default. */
  port?: number;
}

/** `modelfleet up`: a whole fleet and the playground on one port. */
export function startFleet(options: NativeOptions): Promise<NativeServer> {
  return startServer(["up", "--no-open"], /^Controller: (http:\S+)$/, options);
}

/** A worker of its own, registered when this resolves. */
export async function startWorker(controller: string, options: NativeOptions): Promise<NativeServer> {
  const worker = await startServer(
    ["start", "worker", "--controller-addr", controller],
    /^Worker: (http:\S+)$/,
    options,
  );
  const address = new URL(worker.url);
  const registered = async (): Promise<boolean> => {
    const rows = (await (await fetch(`${controller}/api/controller/models`)).json()) as { port: number }[];
    return rows.some(({ port }) => String(port) === address.port);
  };
  while (!(await registered())) await new Promise(setImmediate);
  return worker;
}

async function startServer(args: string[], line: RegExp, { config, port = 0 }: NativeOptions): Promise<NativeServer> {
  const folder = await mkdtemp(join(tmpdir(), "modelfleet-e2e-"));
  await writeFile(join(folder, "fleet.toml"), config);
  const running = start({
    name: `modelfleet ${args.join(" ")}`,
    file: process.execPath,
    args: [
      "--conditions=modelfleet-source",
      join(root, "packages/cli/src/bin.ts"),
      ...args,
      ...["-c", join(folder, "fleet.toml"), "--port", String(port)],
    ],
    cwd: folder,
    // Nothing of what somebody keeps on this machine is read or changed.
    env: { HOME: folder, XDG_STATE_HOME: folder, NO_COLOR: "1" },
    timeoutMs: lifetimeMs,
  });
  const kill = async (): Promise<void> => {
    await running.kill();
    await rm(folder, { recursive: true, force: true });
  };
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: running.stdout }).on("line", (text) => {
      const [, found] = line.exec(text) ?? [];
      if (found) resolve(found);
    });
    running.ended.then(() => reject(new Error("It ended before it served.")), reject);
  });
  try {
    return { url: await url, kill, [Symbol.asyncDispose]: kill };
  } catch (error) {
    await kill();
    throw error;
  }
}
