import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { SettableClock } from "./faults/settable-clock.ts";
import { Suspensions } from "./faults/suspensions.ts";
import type { Measured, Opened } from "./footprint.ts";
import type { FromProcess, ToProcess } from "./processes/messages.ts";
import type { ServerProcess } from "./server-process.ts";

const children = new Set<ChildProcess>();
// Nothing of the harness outlives it.
process.once("exit", () => {
  for (const child of children) {
    child.kill("SIGKILL");
    SettableClock.cleanUp(child.pid);
  }
});

type OnMessage = (message: FromProcess, from: Child) => void;

/** A process of the harness. */
export class Child implements ServerProcess {
  readonly name: string;
  readonly port: number;
  readonly suspensions = new Suspensions();
  readonly #process: ChildProcess;

  private constructor(name: string, port: number, child: ChildProcess, onMessage: OnMessage) {
    this.name = name;
    this.port = port;
    this.#process = child;
    child.on("message", (message: FromProcess) => onMessage(message, this));
  }

  /**
   * @param script in `processes/`, without its ending
   * @param env beside that of the harness
   */
  static async start(
    name: string,
    script: string,
    settings: object,
    onMessage: OnMessage,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Child> {
    const path = fileURLToPath(new URL(`./processes/${script}.ts`, import.meta.url));
    const execArgv = ["--expose-gc", "--conditions=modelfleet-source", "--disable-warning=ExperimentalWarning"];
    const child = fork(path, [JSON.stringify(settings)], {
      execArgv,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    children.add(child);
    child.once("exit", () => {
      children.delete(child);
      SettableClock.cleanUp(child.pid);
    });
    let errors = "";
    child.stderr?.on("data", (data: Buffer) => {
      errors = (errors + data.toString()).slice(-4_000);
    });
    const ready = await new Promise<number>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`${name} ended with ${code} before it listened.\n${errors}`)));
      child.on("message", function listen(message: FromProcess) {
        if (message.type !== "ready") return;
        child.off("message", listen);
        resolve(message.port);
      });
    });
    return new Child(name, ready, child, onMessage);
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.suspensions.onSignal(signal);
    this.#process.kill(signal);
  }

  /** Ends it at once and waits until it is gone. */
  async kill(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await gone;
  }

  /** Lets it end what is under way. */
  async stop(): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.#process, "exit");
    this.signal("SIGCONT");
    this.#tell({ type: "stop" });
    await gone;
  }

  /** What it has open just now. */
  async count(): Promise<Opened> {
    const { type: _type, ...opened } = await this.#ask("count", "counted");
    return opened;
  }

  /** With its memory, after a garbage collection. */
  async measure(): Promise<Measured> {
    const { type: _type, ...measured } = await this.#ask("measure", "measured");
    return measured;
  }

  async #ask<Type extends "counted" | "measured">(
    question: "count" | "measure",
    answer: Type,
  ): Promise<Extract<FromProcess, { type: Type }>> {
    const { promise, resolve } = Promise.withResolvers<Extract<FromProcess, { type: Type }>>();
    const listen = (message: FromProcess): void => {
      if (!isOf(message, answer)) return;
      this.#process.off("message", listen);
      resolve(message);
    };
    this.#process.on("message", listen);
    this.#tell({ type: question });
    return promise;
  }

  #tell(message: ToProcess): void {
    this.#process.send(message);
  }
}

function isOf<Type extends FromProcess["type"]>(
  message: FromProcess,
  type: Type,
): message is Extract<FromProcess, { type: Type }> {
  return message.type === type;
}
