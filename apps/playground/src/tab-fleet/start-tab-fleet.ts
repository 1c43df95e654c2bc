import { controllerApp, LocalWorkerManager, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { createStore } from "../state/store.ts";
import { tabEngines } from "./engines.ts";
import { FaultGate } from "./fault-gate.ts";
import { interceptRequests } from "./intercept-requests.ts";
import { LeftRequests } from "./left-requests.ts";
import { reachedRegistry } from "./reached-registry.ts";
import type { TabFaults, TabFleet } from "./tab-fleet.ts";
import { tabWorkers } from "./tab-workers.ts";

/** Quick, so that whoever takes a worker away sees the registry notice. */
const heartbeatIntervalMs = 2_000;
const heartbeatTimeoutMs = 7_000;

/**
 * Starts a controller and its workers in this tab. They are the apps of `@modelfleet/server`, called in place.
 *
 * @param baseUrl what their addresses begin with; on the page's own origin, so that nothing forbids to call them
 */
export async function startTabFleet(baseUrl: string): Promise<TabFleet> {
  const faults = createStore<TabFaults>({ controllerAway: false, workers: {} });
  const gate = new FaultGate(faults);
  const registry = new MemoryModelRegistry({ heartbeatTimeoutMs });
  const controller = controllerApp(registry);

  const workers = await Promise.all(
    tabWorkers.map(async ({ host, port, tokenDelayMs, models }) => {
      const worker = `${host}:${port}`;
      const isAway = () => faults.get().controllerAway || gate.condition(worker) === "away";
      const manager = new LocalWorkerManager({
        engines: tabEngines(tokenDelayMs),
        address: { host, port },
        registries: [reachedRegistry(registry, isAway)],
        heartbeatIntervalMs,
        // A controller that is away is what faults are for.
        onError: () => undefined,
      });
      for (const { provider, ...model } of models) await manager.addModel({ ...model, params: { provider } });
      await manager.start();
      return { worker, manager, app: workerApp(manager) };
    }),
  );
  const conditions = tabWorkers.map(({ host, port, condition }) => [`${host}:${port}`, condition ?? "well"] as const);
  faults.set({ controllerAway: false, workers: Object.fromEntries(conditions) });

  const instanceOf = (url: URL): string | undefined => {
    const prefix = `${baseUrl}/workers/`;
    return url.href.startsWith(prefix) ? url.href.slice(prefix.length).split("/")[0] : undefined;
  };

  /** The request with the path that the server knows. Its body is read: requests in Firefox have none to hand on. */
  const inside = async (request: Request, prefix: string): Promise<Request> => {
    const { url, method, headers, signal } = request;
    const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer();
    return new Request(new URL(url.slice(prefix.length), "http://in-tab.invalid"), { method, headers, signal, body });
  };

  /** @throws TypeError where there is no connection */
  const answer = async (request: Request): Promise<Response> => {
    const worker = instanceOf(new URL(request.url));
    if (worker === undefined) {
      gate.checkController();
      return controller.fetch(await inside(request, `${baseUrl}/controller`));
    }
    const found = workers.find((entry) => entry.worker === worker);
    if (!found) return Response.json({ detail: "There is no such worker in this tab." }, { status: 404 });
    return gate.callWorker(worker, async () => found.app.fetch(await inside(request, `${baseUrl}/workers/${worker}`)));
  };

  const left = new LeftRequests();
  const interception = await interceptRequests(`${baseUrl}/`, async (request) =>
    left.answerTo(request, await answer(request)),
  );
  return {
    controllerUrl: `${baseUrl}/controller`,
    workerUrl: ({ host, port }) => `${baseUrl}/workers/${host}:${port}`,
    instanceOf,
    fetch: interception
      ? left.fetch((input, init) => fetch(input, init))
      : async (input, init) => answer(new Request(input, init)),
    intercepted: interception !== undefined,
    faults,
    async close() {
      await interception?.stop();
      await Promise.all(workers.map(({ manager }) => manager.stop()));
    },
  };
}
