import { answerRequest, findServer } from "./answer-request.ts";
import { ClusterState } from "./cluster-state.ts";
import type { StandInEvent, WaitOptions } from "./events.ts";
import type { FaultHandle, FaultTarget, StandInFault } from "./fault.ts";
import type { StandInGeneration } from "./generation.ts";
import { Generations } from "./generations.ts";
import { resolveOptions, type StandInOptions } from "./options.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { StandInServer } from "./server.ts";
import { standInFetch } from "./stand-in-fetch.ts";

/** A DB-GPT cluster that exists only in this process: controllers and workers as one `(Request) => Response`. */
export interface StandInCluster {
  readonly generation: StandInGeneration;
  readonly controllers: readonly StandInServer[];
  readonly workers: readonly StandInServer[];
  /** The base addresses of the controllers, comma-separated: what a client is pointed at. */
  readonly controllerUrl: string;

  /**
   * Answers a request to any of the servers, by the origin of its URL. Rejects with `fetch`'s TypeError where the
   * connection is refused, or where no server has that origin. Honours the request's signal.
   */
  readonly handle: (request: Request) => Promise<Response>;
  /** `handle` with the arguments of `fetch`; an abort rejects at once and closes the body. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Whether a URL is one of the cluster's. */
  serves(url: string | URL): boolean;

  /** Makes something go wrong from now on, until the handle is called, or disposed, or its `times` are up. */
  fault(target: FaultTarget, fault: StandInFault): FaultHandle;
  clearFaults(): void;
  /** Origins that get CORS headers, or `"*"`; may be set at any time. */
  cors: readonly string[] | "*";
  /** Gives a server another base address; the rows of the registries follow. */
  relocate(server: string, address: string): void;

  /** What arrived, in order; the last 10,000. */
  readonly requests: readonly RecordedRequest[];
  /** Generations that run. One whose body nobody reads waits for its reader, and runs. */
  readonly active: number;
  /** Generations whose reader left. */
  readonly cancelled: number;
  /** Generations that came to their end, a broken one included. */
  readonly finished: number;
  /** Resolves with the first event that fits, of the past too unless `future` is set. */
  waitFor(matches: (event: StandInEvent) => boolean, options?: WaitOptions): Promise<StandInEvent>;
  /** Resolves once no generation runs. */
  idle(): Promise<void>;
  /** Calls `listener` with each event; the result ends it. */
  subscribe(listener: (event: StandInEvent) => void): () => void;
  /** Forgets requests, events and counts, and clears the faults. The registry and the models stay as they are. */
  reset(): void;

  /** Whether a fault refuses every connection to this server. */
  isDown(server: string): boolean;
  /** Calls `listener` whenever a fault begins or ends; the result ends it. */
  onFaultChange(listener: () => void): () => void;
}

const kept = 10_000;

/** @throws RangeError, TypeError for addresses that are no URLs, InvalidInputError for model names with an `@` */
export function createStandInCluster(options: StandInOptions = {}): StandInCluster {
  const state = new ClusterState(resolveOptions(options));
  const generations = new Generations(state.events);
  const requests: RecordedRequest[] = [];
  const servers = [...state.controllers, ...state.workers].map(({ server }) => server);
  const onRequest = (request: RecordedRequest): void => {
    requests.push(request);
    if (requests.length > kept) requests.shift();
    state.events.emit({ type: "request", server: request.server, request });
  };
  const handle = (request: Request): Promise<Response> =>
    answerRequest({ state, generations, cors: cluster.cors, onRequest }, request);
  const cluster: StandInCluster = {
    generation: state.generation,
    controllers: state.controllers.map(({ server }) => server),
    workers: state.workers.map(({ server }) => server),
    get controllerUrl() {
      return state.controllers.map(({ server }) => server.url).join(",");
    },
    handle,
    fetch: standInFetch(handle),
    serves: (url) => findServer(state, new URL(url)) !== undefined,
    fault: (target, fault) => {
      const known = ["*", "controllers", "workers", ...servers.map(({ id }) => id)];
      if (!known.includes(target)) {
        throw new RangeError(`No fault target ${JSON.stringify(target)}: use one of ${known.join(", ")}.`);
      }
      return state.faults.post(target, fault);
    },
    clearFaults: () => state.faults.clear(),
    cors: state.options.cors,
    relocate: (server, address) => state.relocate(server, address),
    requests,
    get active() {
      return generations.active;
    },
    get cancelled() {
      return generations.cancelled;
    },
    get finished() {
      return generations.finished;
    },
    waitFor: (matches, waitOptions) => state.events.waitFor(matches, waitOptions),
    idle: () => generations.idle(),
    subscribe: (listener) => state.events.subscribe(listener),
    reset: () => {
      state.faults.clear();
      state.events.clear();
      requests.length = 0;
      generations.cancelled = 0;
      generations.finished = 0;
    },
    isDown: (id) => servers.some((server) => server.id === id && state.faults.isDown(server)),
    onFaultChange: (listener) => state.onFaultChange(listener),
  };
  return cluster;
}
