import { createFleet } from "@modelfleet/client";
import { startTabFleet } from "../tab-fleet/start-tab-fleet.ts";
import type { Connection } from "./connection.ts";
import { pageAddress } from "./connection-target.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { recordingFetch } from "./recording-fetch.ts";

/** A fleet that runs in this tab. No server is asked for anything. */
export async function connectTab(): Promise<Connection> {
  const tab = await startTabFleet(`${pageAddress()}/in-tab`);
  const log = new ExchangeLog();
  const fleet = createFleet({
    controller: tab.controllerUrl,
    resolveWorkerUrl: tab.workerUrl,
    fetch: recordingFetch(tab.fetch, log, tab.instanceOf),
    // Workers that come and go within seconds are seen at once.
    cache: { freshMs: 500, staleMs: 5_000 },
    breaker: { restMs: 500, maxRestMs: 3_000 },
  });
  return {
    target: { mode: "tab" },
    fleet,
    log,
    apiBase: "http://127.0.0.1:8000/v1",
    tab,
    preferredModel: "guide",
    async close() {
      await fleet.close();
      await tab.close();
    },
  };
}
