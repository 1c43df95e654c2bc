import type { FaultProxy } from "./faults/fault-proxy.ts";
import type { ServerProcess } from "./server-process.ts";

/** How often a start is tried again that fails while others are broken. */
const maxTries = 5;

/** A server of the cluster, with the fault proxy before it. */
export class Member<Process extends ServerProcess = ServerProcess> {
  readonly name: string;
  readonly proxy: FaultProxy;
  readonly #launch: (proxy: FaultProxy) => Promise<Process>;
  #child: Process | undefined;
  #starting: Promise<void> | undefined;

  constructor(name: string, proxy: FaultProxy, launch: (proxy: FaultProxy) => Promise<Process>) {
    this.name = name;
    this.proxy = proxy;
    this.#launch = launch;
  }

  get child(): Process {
    if (!this.#child) throw new Error(`${this.name} has not been started.`);
    return this.#child;
  }

  /** Whether there is something to break. */
  get ready(): boolean {
    return this.#starting === undefined && this.#child?.alive === true;
  }

  async start(): Promise<void> {
    this.#child = await this.#launch(this.proxy);
    this.proxy.target = this.#child.port;
  }

  /** For those that take seconds to start: nobody waits for them, but `settled` does. */
  startMeanwhile(): void {
    this.#starting = this.#startStubbornly().finally(() => {
      this.#starting = undefined;
    });
  }

  async settled(): Promise<void> {
    await this.#starting;
  }

  async kill(): Promise<void> {
    this.proxy.target = undefined;
    await this.child.kill();
  }

  /** Who starts while its controllers are away may give up. */
  async #startStubbornly(): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      try {
        return await this.start();
      } catch (error) {
        process.stderr.write(`${this.name} did not start: ${String(error).slice(0, 2_000)}\n`);
      }
    }
  }
}
