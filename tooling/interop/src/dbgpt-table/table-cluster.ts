import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createFleet, type Fleet } from "@modelfleet/client";
import { launchPython, launchUpstream, pythonCommand } from "../../launch.mjs";
import { type Ran, startDbgptCommand } from "../python-clients/dbgpt-command.ts";
import { runModelfleet, spawnModelfleet } from "./modelfleet-command.ts";

const version = "0.8.2";
export const kinds = ["a cluster of DB-GPT 0.8.2", "the native fleet"] as const;
export type Kind = (typeof kinds)[number];

/** A cluster of one kind, and both command lines at its controller. */
export interface TableCluster {
  native: boolean;
  controller: string;
  worker: { host: string; port: number };
  /** An OpenAI-compatible server. */
  upstream: string;
  /** Our client, at its controller. */
  fleet: Fleet;
  /** For files of the checks. */
  folder: string;
  dbgpt(args: readonly string[], input?: string): Promise<Ran>;
  modelfleet(args: readonly string[], input?: string): Promise<Ran>;
  /** A command that serves, in the foreground, ended with the cluster at the latest. */
  serve(program: "dbgpt" | "modelfleet", args: readonly string[], env?: Record<string, string>): ChildProcess;
  stop(): Promise<void>;
}

/**
 * Both have the models `scripted`, `scripted-embed` and, known but not running, `scripted-extra`.
 *
 * The processes of `dbgpt` have a name that no others have: `dbgpt stop` ends every process on the machine whose command
 * line has its own name and the words.
 */
export async function startTableCluster(kind: Kind): Promise<TableCluster> {
  const native = kind === "the native fleet";
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "modelfleet-interop-table-"));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const logs = join(folder, "logs");
  await mkdir(logs);
  const [python, script] = pythonCommand(version, "without_data_sources");
  const program = join(folder, `dbgpt-${randomUUID()}`);
  await symlink(join(dirname(python), "dbgpt"), program);
  const env = { PYTHONPATH: script, DBGPT_LOG_DIR: logs, COLUMNS: "1000", HOME: folder };

  const command = await startDbgptCommand(version, program);
  started.defer(() => command.stop());
  const upstream = await launchUpstream();
  started.defer(async () => void (await upstream.stop()));
  const children: ChildProcess[] = [];
  const keep = (child: ChildProcess): ChildProcess => {
    children.push(child);
    return child;
  };
  const serve: TableCluster["serve"] = (which, args, more = {}) =>
    keep(
      which === "modelfleet"
        ? spawnModelfleet(args, folder, more)
        : spawn(python, [program, ...args], { env: { ...process.env, ...env, ...more }, stdio: "pipe" }),
    );
  started.defer(async () => {
    for (const child of children) await ended(child, "SIGKILL");
  });
  started.defer(async () => void (await runModelfleet(["stop", "all"], folder)));
  started.defer(async () => void (await command.run(["stop", "all"], { env })));

  const { controller, worker } = native ? await startNative(serve, folder) : await startTheirs(started);
  const fleet = createFleet({ controller, cache: { freshMs: 0, staleMs: 0 } });
  started.defer(() => fleet.close());
  if (native) await fleet.workers.stop({ model: "scripted-extra", ...worker });
  const address = { CONTROLLER_ADDRESS: controller };
  const running = started.move();
  return {
    native,
    controller,
    worker,
    upstream: `${upstream.url}/v1`,
    fleet,
    folder,
    dbgpt: (args, input) => command.run(args, { input, env: { ...env, ...address } }),
    modelfleet: (args, input) => runModelfleet(args, folder, { input, env: address }),
    serve,
    stop: () => running.disposeAsync(),
  };
}

type Started = Pick<TableCluster, "controller" | "worker">;

async function startTheirs(started: AsyncDisposableStack): Promise<Started> {
  const controller = await launchPython(version, "controller.py");
  started.defer(async () => void (await controller.stop()));
  const models = ["--models", "scripted", "scripted-embed@text2vec"];
  const args = ["--controller", controller.url, "--heartbeat-interval", "1", ...models];
  const worker = await launchPython(version, "worker.py", args);
  started.defer(async () => void (await worker.stop()));
  return { controller: controller.url, worker: { host: "127.0.0.1", port: worker.port } };
}

async function startNative(serve: TableCluster["serve"], folder: string): Promise<Started> {
  const controller = await urlOf(serve("modelfleet", ["start", "controller", "--port=0"]));
  const config = join(folder, "native.toml");
  const engine = fileURLToPath(new URL("./scripted-engine.ts", import.meta.url));
  const models = [
    ["llms", "scripted", engine],
    ["llms", "scripted-extra", "echo"],
    ["embeddings", "scripted-embed", "builtin"],
  ].map(([list, name, provider]) => `[[models.${list}]]\nname = "${name}"\nprovider = "${provider}"\n`);
  await writeFile(config, models.join("\n"));
  const args = ["start", "worker", "-c", config, "--port=0", "--controller-addr", controller];
  const url = new URL(await urlOf(serve("modelfleet", args)));
  const worker = { host: url.hostname, port: Number(url.port) };
  return { controller, worker };
}

/** What a serving command prints of itself. */
function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const hear = (piece: unknown): void => {
      text += String(piece);
      const [, url] = /^\w+: (http:\S+)$/m.exec(text) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("close", () => reject(new Error(`It ended before it served:\n${text}`)));
  });
}

/** @returns its exit code */
export async function ended(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill(signal);
  return closed;
}
