import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StandInModel } from "@modelfleet/testing";
import { startCluster, type TestCluster } from "./cluster.ts";
import { Command } from "./command.ts";
import { screenAfter } from "./screen.ts";

export const ctrlC = "\x03";
export const ctrlD = "\x04";
export const up = "\x1b[A";

export interface ChatOptions {
  args?: readonly string[];
  env?: Record<string, string>;
  terminal?: { columns: number; rows: number };
}

/** A cluster to chat with on a pseudo-terminal, and a folder of its own for what chats leave. */
export class ChatPlace implements AsyncDisposable {
  readonly folder: string;
  readonly #cluster: TestCluster;

  private constructor(folder: string, cluster: TestCluster) {
    this.folder = folder;
    this.#cluster = cluster;
  }

  /** By default with one model, `m`. */
  static async create(...models: (Omit<StandInModel, "name"> & { name?: string })[]): Promise<ChatPlace> {
    const folder = await mkdtemp(join(tmpdir(), "modelfleet-chat-"));
    return new ChatPlace(folder, await startCluster({ models: models.map((model) => ({ name: "m", ...model })) }));
  }

  get cluster(): TestCluster["cluster"] {
    return this.#cluster.cluster;
  }

  get address(): string {
    return this.#cluster.address;
  }

  /** Any command against the cluster; on a terminal of 60 by 24. */
  start(args: readonly string[], { env = {}, terminal = { columns: 60, rows: 24 } }: ChatOptions = {}): Command {
    return new Command([...args, "--address", this.address], {
      terminal,
      env: { XDG_STATE_HOME: this.folder, ...env },
    });
  }

  /** A chat that waits for its first message. */
  async chat({ args = ["-m", "m"], ...options }: ChatOptions = {}): Promise<Command> {
    const command = this.start(["model", "chat", ...args], options);
    await command.shows("> ");
    return command;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cluster[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What is seen on the terminal, without the empty lines at its end. */
export async function seen(command: Command, columns = 60, rows = 24): Promise<string> {
  const { lines } = await screenAfter(command.stdout, columns, rows);
  return lines.join("\n").trimEnd();
}

/** Types, and waits until something new shows this. */
export async function typeUntil(command: Command, keys: string, shown: string): Promise<void> {
  const from = command.screen.length;
  command.type(keys);
  await command.shows(shown, from);
}
