import { FaultProxy } from "./faults/fault-proxy.ts";
import { SettableClock } from "./faults/settable-clock.ts";
import type { ServerProcess } from "./server-process.ts";

/** How often a start is tried again that fails while others are broken. */
const maxTries = 5;

type Launch<Process> = (member: { proxy: FaultProxy; clock: SettableClock }) => Promise<Process>;

/** A server of the cluster, with the fault proxy before it. */
export class Member<Process extends ServerProcess = ServerProcess> implements AsyncDisposable {
  readonly name: string;
  readonly proxy: FaultProxy;
  /** Leads to it too, and is never broken. */
  readonly sideDoor: FaultProxy;
  readonly clock: SettableClock = new SettableClock();
  readonly #launch: Launch<Process>;
  #child: Process | undefined;
  #starting: Promise<void> | undefined;

  private constructor(name: string, proxy: FaultProxy, sideDoor: FaultProxy, launch: Launch<Process>) {
    this.name = name;
    this.proxy = proxy;
    this.sideDoor = sideDoor;
    this.#launch = launch;
  }

  static async start<Process extends ServerProcess>(name: string, launch: Launch<Process>): Promise<Member<Process>> {
    const member = new Member(name, await FaultProxy.open(), await FaultProxy.open(), launch);
    await member.clock.set(0);
    await member.start();
    return member;
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
    this.#child = await this.#launch(this);
    this.#leadTo(this.#child.port);
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
    this.#leadTo(undefined);
    await this.child.kill();
  }

  /** Lets it end what is under way. */
  async stop(): Promise<void> {
    await this.child.stop();
    this.#leadTo(undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.settled();
    await this.child.kill();
    await Promise.all([this.proxy, this.sideDoor, this.clock].map((part) => part[Symbol.asyncDispose]()));
  }

  #leadTo(port: number | undefined): void {
    this.proxy.target = port;
    this.sideDoor.target = port;
  }

  /** Who starts while its controllers are away may give up. */
  async #startStubbornly(): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      try {
        return await this.start();
      } catch (error) {
        process.stderr.write(`${this.name} did not start: ${String(error).slice(0, 300)}\n`);
      }
    }
  }
}
