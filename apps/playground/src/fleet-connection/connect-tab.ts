import { createFleet, type FleetOptions } from "@modelfleet/client";
import { startTabFleet } from "../tab-fleet/start-tab-fleet.ts";
import type { Connection } from "./connection.ts";
import { pageAddress } from "./connection-target.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { PinnedFleets } from "./pinned-fleets.ts";
import { recordingFetch } from "./recording-fetch.ts";

/** A fleet that runs in this tab. No server is asked for anything. */
export async function connectTab(): Promise<Connection> {
  const tab = await startTabFleet(`${pageAddress()}/in-tab`);
  const log = new ExchangeLog();
  const options: FleetOptions = {
    controller: tab.controllerUrl,
    resolveWorkerUrl: tab.workerUrl,
    fetch: recordingFetch(tab.fetch, log, tab.instanceOf),
    // Workers that come and go within seconds are seen at once.
    cache: { freshMs: 500, staleMs: 5_000 },
    breaker: { restMs: 500, maxRestMs: 3_000 },
  };
  const fleet = createFleet(options);
  const pinned = new PinnedFleets(options);
  return {
    target: { mode: "tab" },
    fleet,
    fleetOn: (instance) => pinned.on(instance),
    log,
    apiBase: "http://127.0.0.1:8000/v1",
    tab,
    preferredModel: "guide",
    async workerMetrics(worker, signal) {
      const response = await tab.fetch(`${tab.workerUrl(worker)}/metrics`, { signal });
      return response.ok ? response.text() : undefined;
    },
    async close() {
      await Promise.all([fleet.close(), pinned.close()]);
      await tab.close();
    },
  };
}
