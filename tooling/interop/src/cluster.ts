import { createFleet, type Fleet, type FleetOptions } from "@modelfleet/client";
import { createFleet as createNodeFleet } from "@modelfleet/client/node";
import { type Launched, launchPython, launchUpstream } from "../launch.mjs";
import { preferWorker } from "./prefer-worker.ts";
import { type Upstream, upstreamOf } from "./upstream.ts";

/** A real cluster of one version of DB-GPT. */
export interface Cluster {
  version: string;
  upstream: Upstream;
  controller: Launched;
  /** A second controller, of which the workers know nothing: those of upstream turn to it when the first is slow. */
  standby: Launched;
  /** Runs `scripted`, `scripted-embed` and `scripted-rerank`. */
  main: Launched;
  /** Runs `scripted` too. */
  twin: Launched;
  /** Runs `proxied`, against an OpenAI-compatible server. */
  proxy: Launched;
  /** Over the default transport. */
  fleet: Fleet;
  /** Over the transport for Node. */
  nodeFleet: Fleet;
  /** A fleet whose chats all go to the worker process `worker`. */
  fleetAt(worker: Launched): Fleet;
  /** The same over the transport for Node. */
  nodeFleetAt(worker: Launched): Fleet;
  /** A client of its own, with nothing cached. */
  freshFleet(options?: Partial<FleetOptions>): Fleet;
  /** One more worker process, with a model `movable`, which knows both controllers. */
  startMovable(): Promise<Launched>;
  stop(): Promise<void>;
}

/** The address of a process in the form of a registry row. */
export const at = ({ port }: Launched): { host: string; port: number } => ({ host: "127.0.0.1", port });

export async function startCluster(version: string): Promise<Cluster> {
  const running: Launched[] = [];
  const fleets: Fleet[] = [];
  const start = async (launching: Promise<Launched>) => {
    const launched = await launching;
    running.push(launched);
    return launched;
  };
  const stop = async () => {
    await Promise.all(fleets.map((fleet) => fleet.close()));
    // Workers first, so that they can deregister.
    const isWorker = ({ models }: Launched) => models !== undefined;
    await Promise.all(running.filter(isWorker).map((worker) => worker.stop()));
    await Promise.all(running.map((launched) => launched.stop()));
  };
  const together = async (...launching: Promise<Launched>[]) => {
    const results = await Promise.allSettled(launching.map(start));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) {
      await stop();
      throw failed.reason;
    }
    return results.map((result) => (result as PromiseFulfilledResult<Launched>).value);
  };

  const [upstream, controller, standby] = (await together(
    launchUpstream(),
    launchPython(version, "controller.py"),
    launchPython(version, "controller.py"),
  )) as [Launched, Launched, Launched];
  const common = ["--controller", controller.url, "--heartbeat-interval", "2"];
  const models = ["scripted", "scripted-embed@text2vec", "scripted-rerank@reranker"];
  const [main, twin, proxy] = (await together(
    launchPython(version, "worker.py", [...common, "--concurrency", "20", "--models", ...models]),
    launchPython(version, "worker.py", [...common, "--concurrency", "20", "--models", "scripted"]),
    launchPython(version, "proxy_worker.py", [...common, "--upstream", `${upstream.url}/v1`]),
  )) as [Launched, Launched, Launched];

  const keep = (fleet: Fleet) => {
    fleets.push(fleet);
    return fleet;
  };
  const options: FleetOptions = { controller: [controller.url, standby.url] };
  const freshFleet = (more: Partial<FleetOptions> = {}) => keep(createFleet({ ...options, ...more }));
  return {
    version,
    upstream: upstreamOf(version),
    controller,
    standby,
    main,
    twin,
    proxy,
    fleet: freshFleet(),
    nodeFleet: keep(createNodeFleet({ controller: controller.url })),
    freshFleet,
    fleetAt: (worker) => freshFleet({ policy: preferWorker(worker) }),
    nodeFleetAt: (worker) => keep(createNodeFleet({ controller: controller.url, policy: preferWorker(worker) })),
    startMovable: () => {
      const both = ["--controller", `${controller.url},${standby.url}`, "--heartbeat-interval", "2"];
      return start(launchPython(version, "worker.py", [...both, "--models", "movable"]));
    },
    stop,
  };
}
