import { setTimeout as delay } from "node:timers/promises";
import { ModelRegistryClient } from "@modelfleet/client";
import { formatWorkerKey } from "@modelfleet/core";
import { createNodeTransport } from "@modelfleet/transport/node";
import { apiCaller } from "./callers/api-caller.ts";
import type { Caller } from "./callers/caller.ts";
import { fleetCaller } from "./callers/fleet-caller.ts";
import { Child } from "./child.ts";
import { SettableClock } from "./faults/settable-clock.ts";
import type { Suspensions } from "./faults/suspensions.ts";
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
const controllerTimeouts = { connectMs: heartbeatMs, firstFrameMs: heartbeatMs };
/** More than that takes: heartbeats that were late are made up for by the next. In milliseconds. */
const wholeMs = 20_000;
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
  readonly frontClocks: SettableClock[] = [];
  readonly callers: Caller[] = [];
  /** What processes complained of: crashes and unhandled rejections. */
  readonly failures: string[] = [];
  /** Told of each generation that ends on a worker. */
  onEnded: (id: string, at: number, worker: Suspensions) => void = () => {};

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

  /** Once those are back that take their time, and every controller has heard of all of ours. */
  async settled(): Promise<void> {
    for (const member of this.pythonWorkers) {
      await member.settled();
      if (!member.ready) this.failures.push(`${member.name} did not come back`);
    }
    const transport = createNodeTransport();
    const until = performance.now() + wholeMs;
    for (const controller of this.controllerUrls) {
      const registry = new ModelRegistryClient({ transport, controller });
      const living = async (): Promise<number> => {
        const rows = await registry.getAllInstances(formatWorkerKey(embeddingModel, "text2vec"), { healthyOnly: true });
        return rows.length;
      };
      while ((await living()) < this.workers.length && performance.now() < until) await delay(heartbeatMs / 4);
    }
    await transport.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.callers.map((caller) => caller.close()));
    await Promise.all(this.fronts.map((child) => child.kill()));
    const parts = [...this.controllers, ...this.allWorkers, ...this.frontClocks];
    await Promise.all(parts.map((part) => part[Symbol.asyncDispose]()));
  }

  #start(name: string, script: string, settings: object, { env }: SettableClock): Promise<Child> {
    const onMessage = (message: FromProcess, { suspensions }: Child): void => {
      if (message.type === "failed") this.failures.push(`${name}: ${message.reason}`);
      if (message.type === "ended") this.onEnded(message.id, message.at, suspensions);
    };
    return Child.start(name, script, settings, onMessage, env);
  }

  async #startControllers(): Promise<void> {
    const settings: ControllerSettings = { heartbeatTimeoutMs };
    for (const name of ["controller-1", "controller-2"]) {
      this.controllers.push(await Member.start(name, ({ clock }) => this.#start(name, "controller", settings, clock)));
    }
  }

  async #startWorkers(): Promise<void> {
    for (const name of ["worker-1", "worker-2", "worker-3"]) {
      const member = await Member.start(name, ({ proxy, clock }) => {
        const settings: WorkerSettings = {
          controllers: this.controllerUrls,
          address: { host: "127.0.0.1", port: proxy.port },
          controllerTimeouts,
          chatModel,
          embeddingModel,
          heartbeatMs,
          tokenMs,
          concurrency,
        };
        return this.#start(name, "worker", settings, clock);
      });
      this.workers.push(member);
    }
  }

  /**
   * Upstream's workers tell one controller at a time that they live, have no limit of seconds for that, and look every
   * five seconds which controllers answer. Among controllers whose connections hang, that are restarted every few seconds
   * and give a worker up after three, hardly anyone would know of it; so it comes in by the side door.
   */
  async #startPythonWorker(): Promise<void> {
    const controllers = this.controllers.slice(0, 1).map(({ sideDoor }) => sideDoor.url);
    const member = await Member.start("python-worker", ({ proxy: { port } }) =>
      PythonWorker.start({ controllers, port, heartbeatMs, concurrency }),
    );
    this.pythonWorkers.push(member);
  }

  async #startFronts(): Promise<void> {
    const front = async (kind: FrontSettings["kind"]): Promise<string> => {
      const settings: FrontSettings = { kind, controllers: this.controllerUrls, timeouts, controllerTimeouts, cache };
      const clock = new SettableClock();
      this.frontClocks.push(clock);
      await clock.set(0);
      const child = await this.#start(kind, "front", settings, clock);
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
