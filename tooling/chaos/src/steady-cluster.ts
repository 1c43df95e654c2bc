import { apiCaller } from "./callers/api-caller.ts";
import type { Caller } from "./callers/caller.ts";
import { fleetCaller } from "./callers/fleet-caller.ts";
import { Child } from "./child.ts";
import { chatModel, embeddingModel } from "./models.ts";
import type { FromProcess } from "./processes/messages.ts";
import type { ControllerSettings, FrontSettings, WorkerSettings } from "./processes/settings.ts";

export interface SteadyClusterOptions {
  workers: number;
  /** Of each worker's models. */
  concurrency: number;
  maxWaiting?: number | undefined;
  /** The pause before each token, in milliseconds. */
  tokenMs: number;
  /** How long a token is at least. */
  tokenBytes?: number | undefined;
  /** Of the client of OpenAI's protocol. */
  apiConnections?: number | undefined;
}

/** Nobody breaks anything: what is not there after these was lost. In milliseconds. */
const timeouts = { connectMs: 10_000, firstFrameMs: 60_000, idleMs: 60_000 };
const heartbeatMs = 1_000;
const cache = { freshMs: 1_000, staleMs: 30_000 };

/** Real processes on loopback with nothing between them: a controller, workers, a gateway and an API server. */
export class SteadyCluster implements AsyncDisposable {
  readonly controller: Child;
  readonly workers: Child[] = [];
  readonly callers: Caller[] = [];
  /** What processes complained of: crashes and unhandled rejections. */
  readonly failures: string[];
  readonly #fronts = new Map<FrontSettings["kind"], Child>();

  private constructor(controller: Child, failures: string[]) {
    this.controller = controller;
    this.failures = failures;
  }

  static async start(options: SteadyClusterOptions): Promise<SteadyCluster> {
    const failures: string[] = [];
    const start = (name: string, script: string, settings: object): Promise<Child> =>
      Child.start(name, script, settings, (message: FromProcess) => {
        if (message.type === "failed") failures.push(`${name}: ${message.reason}`);
      });
    const settings: ControllerSettings = { heartbeatTimeoutMs: 10 * heartbeatMs };
    const cluster = new SteadyCluster(await start("controller", "controller", settings), failures);
    const controllers = [cluster.controllerUrl];
    for (let number = 1; number <= options.workers; number++) {
      const { workers, apiConnections, ...limits } = options;
      const worker: WorkerSettings = {
        controllers,
        controllerTimeouts: { connectMs: 5_000, firstFrameMs: 5_000 },
        chatModel,
        embeddingModel,
        heartbeatMs,
        ...limits,
      };
      cluster.workers.push(await start(`worker-${number}`, "worker", worker));
    }
    for (const kind of ["gateway", "api"] as const) {
      const front: FrontSettings = { kind, controllers, timeouts, cache };
      cluster.#fronts.set(kind, await start(kind, "front", front));
    }
    const gateway = urlOf(cluster.front("gateway"));
    cluster.callers.push(
      fleetCaller("client", { controller: controllers, timeouts, cache }),
      fleetCaller("gateway", { controller: gateway, gateway, timeouts, cache }),
      apiCaller(urlOf(cluster.front("api")), options.apiConnections),
    );
    return cluster;
  }

  get controllerUrl(): string {
    return urlOf(this.controller);
  }

  front(kind: FrontSettings["kind"]): Child {
    return this.#fronts.get(kind) as Child;
  }

  get members(): Child[] {
    return [this.controller, ...this.workers, ...this.#fronts.values()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.callers.map((caller) => caller.close()));
    await Promise.all(this.members.map((child) => child.kill()));
  }
}

export const urlOf = ({ port }: { port: number }): string => `http://127.0.0.1:${port}`;
