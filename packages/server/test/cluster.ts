import { createFleet, type Fleet, type FleetOptions, ModelRegistryClient } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import {
  controllerApp,
  LocalWorkerManager,
  type LocalWorkerManagerOptions,
  MemoryModelRegistry,
  type ModelDefinition,
  type Schedule,
  type WorkerAppOptions,
  workerApp,
} from "../src/index.ts";
import { testEngines } from "./test-engine.ts";

interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** Apps by their origin, behind a `fetch` that opens no socket. One that is taken away refuses connections. */
export class Network {
  readonly apps = new Map<string, App>();
  readonly requests: Request[] = [];

  readonly fetch = async (input: Request | string | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const app = this.apps.get(new URL(request.url).origin);
    if (!app) throw new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") });
    this.requests.push(request.clone());
    const response = app.fetch(request);
    return Promise.race([response, aborted(request.signal)]);
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** A clock that a test moves on. */
export class Clock {
  now = 1_700_000_000_000;
  #timers: { at: number; callback: () => void }[] = [];

  readonly schedule: Schedule = (callback, ms) => {
    const timer = { at: this.now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  get timers(): number {
    return this.#timers.length;
  }

  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.now = next.at;
      next.callback();
    }
    this.now = end;
  }
}

export const controllerUrl = "http://controller:8000";

export interface ClusterSetUp {
  network: Network;
  clock: Clock;
  registry: MemoryModelRegistry;
  manager: LocalWorkerManager;
  engines: ReturnType<typeof testEngines>;
  fleet: Fleet;
  /** What stopped nothing, but was told. */
  errors: [unknown, string][];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ClusterSetUpOptions {
  models?: readonly ModelDefinition[];
  manager?: Partial<LocalWorkerManagerOptions>;
  worker?: WorkerAppOptions;
  fleet?: Partial<FleetOptions>;
  start?: boolean;
}

/** A controller and a worker of ours, and the real client before them. */
export async function setUpCluster(options: ClusterSetUpOptions = {}): Promise<ClusterSetUp> {
  const { models = [{ name: "m" }], start = true } = options;
  const network = new Network();
  const clock = new Clock();
  const registry = new MemoryModelRegistry({ now: () => clock.now });
  const engines = testEngines();
  const errors: [unknown, string][] = [];
  network.apps.set(controllerUrl, controllerApp(registry));
  const manager = new LocalWorkerManager({
    engines: { test: engines },
    address: { host: "10.0.0.1", port: 8001 },
    registries: [clientOf(network)],
    schedule: clock.schedule,
    onError: (error, doing) => errors.push([error, doing]),
    ...options.manager,
  });
  network.apps.set("http://10.0.0.1:8001", workerApp(manager, options.worker));
  for (const model of models) await manager.addModel(model);
  if (start) await manager.start();
  const fleet = createFleet({
    controller: controllerUrl,
    fetch: network.fetch,
    // What a test has just changed is to be seen at once.
    cache: { freshMs: 0, staleMs: 0 },
    ...options.fleet,
  });
  const dispose = () => manager.stop({ ignoreErrors: true });
  return { network, clock, registry, manager, engines, fleet, errors, [Symbol.asyncDispose]: dispose };
}

export function clientOf(network: Network, controller: string = controllerUrl): ModelRegistryClient {
  return new ModelRegistryClient({ transport: createTransport({ fetch: network.fetch }), controller });
}

/** Lets what is under way without timers come to its end. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

export function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`http://10.0.0.1:8001${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}
