import { apiCaller } from "./callers/api-caller.ts";
import type { Caller } from "./callers/caller.ts";
import { fleetCaller } from "./callers/fleet-caller.ts";
import { Child } from "./child.ts";
import { FaultProxy } from "./faults/fault-proxy.ts";
import { chatModel, embeddingModel } from "./models.ts";
import type { FromProcess } from "./processes/messages.ts";
import type { ControllerSettings, FrontSettings, WorkerSettings } from "./processes/settings.ts";

/** What callers, gateway and API server wait for, in milliseconds. */
const timeouts = { connectMs: 1_000, firstFrameMs: 4_000, idleMs: 4_000 };
/** What callers of these two wait for: longer than what stands before the workers does, which then has its say. */
const outerTimeouts = { connectMs: 1_000, firstFrameMs: 15_000, idleMs: 6_000 };

/** Workers beat twenty times as often as by default, so that minutes see what hours do; what goes with it, likewise. */
const heartbeatMs = 1_000;
const heartbeatTimeoutMs = 3 * heartbeatMs;
const cache = { freshMs: heartbeatMs / 4, staleMs: 3 * heartbeatMs };
const tokenMs = 3;
const concurrency = 200;

/** A server of the cluster, with the fault proxy before it. */
export class Member {
  readonly name: string;
  readonly proxy: FaultProxy;
  readonly #start: (member: Member) => Promise<Child>;
  #child: Child | undefined;

  constructor(name: string, proxy: FaultProxy, start: (member: Member) => Promise<Child>) {
    this.name = name;
    this.proxy = proxy;
    this.#start = start;
  }

  get child(): Child {
    if (!this.#child) throw new Error(`${this.name} has not been started.`);
    return this.#child;
  }

  async start(): Promise<void> {
    this.#child = await this.#start(this);
    this.proxy.target = this.#child.port;
  }

  async kill(): Promise<void> {
    this.proxy.target = undefined;
    await this.child.kill();
  }
}

/** Real processes on loopback: two controllers and three workers behind fault proxies, a gateway and an API server. */
export class Cluster implements AsyncDisposable {
  readonly controllers: Member[] = [];
  readonly workers: Member[] = [];
  readonly fronts: Child[] = [];
  readonly callers: Caller[] = [];
  /** What processes complained of: crashes and unhandled rejections. */
  readonly failures: string[] = [];
  /** Told of each generation that ends on a worker. */
  onEnded: (id: string, at: number) => void = () => {};

  static async start(): Promise<Cluster> {
    const cluster = new Cluster();
    await cluster.#startControllers();
    await cluster.#startWorkers();
    await cluster.#startFronts();
    return cluster;
  }

  get controllerUrls(): string[] {
    return this.controllers.map(({ proxy }) => proxy.url);
  }

  get members(): Child[] {
    return [...this.controllers.map(({ child }) => child), ...this.workers.map(({ child }) => child), ...this.fronts];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.callers.map((caller) => caller.close()));
    await Promise.all(this.members.map((child) => child.kill()));
    const proxies = [...this.controllers, ...this.workers].map(({ proxy }) => proxy);
    await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
  }

  #start(name: string, script: string, settings: object): Promise<Child> {
    return Child.start(name, script, settings, (message: FromProcess) => {
      if (message.type === "failed") this.failures.push(`${name}: ${message.reason}`);
      if (message.type === "ended") this.onEnded(message.id, message.at);
    });
  }

  async #startControllers(): Promise<void> {
    const settings: ControllerSettings = { heartbeatTimeoutMs };
    for (const name of ["controller-1", "controller-2"]) {
      const member = new Member(name, await FaultProxy.open(), () => this.#start(name, "controller", settings));
      await member.start();
      this.controllers.push(member);
    }
  }

  async #startWorkers(): Promise<void> {
    for (const name of ["worker-1", "worker-2", "worker-3"]) {
      const member = new Member(name, await FaultProxy.open(), ({ proxy }) => {
        const settings: WorkerSettings = {
          controllers: this.controllerUrls,
          address: { host: "127.0.0.1", port: proxy.port },
          controllerTimeouts: { connectMs: heartbeatMs, firstFrameMs: heartbeatMs },
          chatModel,
          embeddingModel,
          heartbeatMs,
          tokenMs,
          concurrency,
        };
        return this.#start(name, "worker", settings);
      });
      await member.start();
      this.workers.push(member);
    }
  }

  async #startFronts(): Promise<void> {
    const front = async (kind: FrontSettings["kind"]): Promise<string> => {
      const settings: FrontSettings = { kind, controllers: this.controllerUrls, timeouts, cache };
      const child = await this.#start(kind, "front", settings);
      this.fronts.push(child);
      return `http://127.0.0.1:${child.port}`;
    };
    const gateway = await front("gateway");
    this.callers.push(
      fleetCaller("client", { controller: this.controllerUrls, timeouts, cache }),
      fleetCaller("gateway", { controller: gateway, gateway, timeouts: outerTimeouts, cache }),
      apiCaller(await front("api")),
    );
  }
}
