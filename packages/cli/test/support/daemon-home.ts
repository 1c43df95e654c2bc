import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { Command, type RunOptions } from "./command.ts";
import { noOllama } from "./serving.ts";

export interface Outcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface StartedDaemon {
  pid: number;
  url: string;
  port: number;
  log: string;
}

/** A home of its own for servers in the background, of which nothing is left at the end, however the test went. */
export class DaemonHome implements AsyncDisposable {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly #commands: Command[] = [];
  readonly #pids = new Set<number>();

  private constructor(folder: string) {
    this.folder = folder;
    const inside = (name: string): string => join(folder, name);
    this.env = {
      ...noOllama,
      HOME: folder,
      XDG_STATE_HOME: inside("state"),
      XDG_CONFIG_HOME: inside("config"),
      XDG_DATA_HOME: inside("data"),
    };
  }

  static async create(): Promise<DaemonHome> {
    return new DaemonHome(await mkdtemp(join(tmpdir(), "modelfleet-home-")));
  }

  get state(): string {
    return join(this.folder, "state", "modelfleet");
  }

  /** A command that is ended with the home. */
  command(args: readonly string[], env: Record<string, string> = {}, terminal?: RunOptions["terminal"]): Command {
    const command = new Command(args, { env: { ...this.env, ...env }, ...(terminal && { terminal }) });
    this.#commands.push(command);
    return command;
  }

  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    const command = this.command(args, env);
    command.endInput();
    const exitCode = await command.exit;
    const { stdout, stderr } = command;
    for (const [, pid] of stderr.matchAll(/in the background: pid (\d+)/g)) this.#pids.add(Number(pid));
    return { exitCode, stdout, stderr };
  }

  /** Starts a server in the background, which must go well. */
  async start(args: readonly string[], env: Record<string, string> = {}): Promise<StartedDaemon> {
    const { exitCode, stdout, stderr } = await this.run([...args, "-d"], env);
    const [, pid = "", log = ""] = /pid (\d+)\. Its log: (\S+)/.exec(stderr) ?? [];
    const [, url = ""] = /^\w+: (http:\/\/[^/\s]+)/m.exec(stdout) ?? [];
    if (exitCode !== 0 || pid === "") throw new Error(`${args.join(" ")} ended with ${exitCode}: ${stdout}${stderr}`);
    return { pid: Number(pid), url, port: Number(new URL(url).port), log };
  }

  async json<T>(args: readonly string[], env: Record<string, string> = {}): Promise<T> {
    const { stdout } = await this.run([...args, "--json"], env);
    return JSON.parse(stdout) as T;
  }

  /** The names of all files that are kept, without folders. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.state, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  }

  /** Writes a file in the home. */
  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const command of this.#commands) await command[Symbol.asyncDispose]();
    for (const pid of new Set([...this.#pids, ...(await this.#recorded())])) await ended(pid);
    await rm(this.folder, { recursive: true, force: true });
  }

  async #recorded(): Promise<number[]> {
    const folder = join(this.state, "daemons");
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
    // One that is about to end by itself takes its record with it.
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
    return texts.filter(Boolean).map((text) => (JSON.parse(text) as { pid: number }).pid);
  }
}

/** Whether a process works: one that has ended stays in the table until its parent has looked. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

/** Ends it, and returns when it can write nothing any more. */
async function ended(pid: number): Promise<void> {
  // A record may have been given the id of the tests themselves, as of somebody else.
  if (pid === process.pid) return;
  try {
    if (isRunning(pid)) process.kill(pid, "SIGKILL");
  } catch (error) {
    // By itself, in between.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  await untilGone(pid);
}

/** There is no event for the end of what is not one's child. */
export async function untilGone(pid: number): Promise<void> {
  await vi.waitUntil(() => !isRunning(pid), { timeout: 20_000, interval: 20 });
}
