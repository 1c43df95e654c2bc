import { apiCaller } from "./callers/api-caller.ts";
import type { Caller } from "./callers/caller.ts";
import { fleetCaller } from "./callers/fleet-caller.ts";
import { Child } from "./child.ts";
import { FaultProxy } from "./faults/fault-proxy.ts";
import { Member } from "./member.ts";
import { chatModel, embeddingModel } from "./models.ts";
import type { FromProcess } from "./processes/messages.ts";
import type { ControllerSettings, FrontSettings, WorkerSettings } from "./processes/settings.ts";
import { PythonWorker } from "./python-worker.ts";

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

export interface ClusterOptions {
  /** Whether one of DB-GPT's own workers serves the models too. */
  python?: boolean | undefined;
}

/**
 * Real processes on loopback: two controllers and three workers, and one of DB-GPT's, behind fault proxies; a gateway and
 * an API server.
 */
export class Cluster implements AsyncDisposable {
  readonly controllers: Member<Child>[] = [];
  readonly workers: Member<Child>[] = [];
  readonly pythonWorkers: Member<PythonWorker>[] = [];
  readonly fronts: Child[] = [];
  readonly callers: Caller[] = [];
  /** What processes complained of: crashes and unhandled rejections. */
  readonly failures: string[] = [];
  /** Told of each generation that ends on a worker. */
  onEnded: (id: string, at: number) => void = () => {};

  static async start({ python = false }: ClusterOptions = {}): Promise<Cluster> {
    const cluster = new Cluster();
    await cluster.#startControllers();
    await Promise.all([cluster.#startWorkers(), ...(python ? [cluster.#startPythonWorker()] : [])]);
    await cluster.#startFronts();
    return cluster;
  }

  get controllerUrls(): string[] {
    return this.controllers.map(({ proxy }) => proxy.url);
  }

  /** All that serve models. */
  get allWorkers(): readonly Member[] {
    return [...this.workers, ...this.pythonWorkers];
  }

  /** Our own processes. */
  get members(): Child[] {
    return [...this.controllers.map(({ child }) => child), ...this.workers.map(({ child }) => child), ...this.fronts];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.callers.map((caller) => caller.close()));
    await Promise.all([...this.members, ...this.pythonWorkers.map(({ child }) => child)].map((child) => child.kill()));
    const proxies = [...this.controllers, ...this.allWorkers].map(({ proxy }) => proxy);
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
      const member = new Member(name, await FaultProxy.open(), (proxy) => {
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

  async #startPythonWorker(): Promise<void> {
    const member = new Member("python-worker", await FaultProxy.open(), (proxy) =>
      PythonWorker.start({ controllers: this.controllerUrls, port: proxy.port, heartbeatMs, concurrency }),
    );
    await member.start();
    this.pythonWorkers.push(member);
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
