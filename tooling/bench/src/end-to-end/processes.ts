import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Pace } from "./paced-streams.ts";
import type { ReaderName } from "./readers.ts";
import type { PacedReading, PacedTask, Reading, Task } from "./tasks.ts";

function start(file: string, args: readonly string[]): ChildProcess {
  return fork(new URL(file, import.meta.url), args, { execArgv: ["--conditions=modelfleet-source"] });
}

/** The child's next message. @throws Error if it ends before */
async function answerOf(child: ChildProcess, what: string): Promise<unknown> {
  const ended = new AbortController();
  const message = once(child, "message", { signal: ended.signal });
  const onExit = (): void => ended.abort(new Error(`${what} ended early`));
  child.once("exit", onExit);
  try {
    return (await message)[0];
  } finally {
    child.off("exit", onExit);
  }
}

/** The server, and a process for each way of reading from it. */
export class Stage {
  readonly origin: string;
  readonly port: number;
  readonly #server: ChildProcess;
  readonly #clients = new Map<ReaderName, ChildProcess>();

  private constructor(server: ChildProcess, port: number) {
    this.#server = server;
    this.port = port;
    this.origin = `http://127.0.0.1:${port}`;
  }

  static async open(): Promise<Stage> {
    const server = start("./server-process.ts", []);
    const { port } = (await answerOf(server, "the server")) as AddressInfo;
    return new Stage(server, port);
  }

  async read(name: ReaderName, task: Omit<Extract<Task, { what: "read" }>, "what">): Promise<Reading> {
    return (await this.#ask(name, { what: "read", ...task })) as Reading;
  }

  async pace(name: ReaderName, task: Omit<PacedTask, "what">): Promise<PacedReading & { server: Pace }> {
    const reading = (await this.#ask(name, { what: "paced", ...task })) as PacedReading;
    this.#server.send("pace");
    return { ...reading, server: (await answerOf(this.#server, "the server")) as Pace };
  }

  close(): void {
    for (const child of [...this.#clients.values(), this.#server]) if (child.connected) child.disconnect();
  }

  #ask(name: ReaderName, task: Task): Promise<unknown> {
    const client = this.#clients.get(name) ?? start("./client-process.ts", [name, this.origin]);
    this.#clients.set(name, client);
    client.send(task);
    return answerOf(client, name);
  }
}
