import { createFleet, type FleetOptions } from "@modelfleet/client";
import type { Connection } from "./connection.ts";
import { ExchangeLog } from "./exchange-log.ts";
import { PinnedFleets } from "./pinned-fleets.ts";
import { recordingFetch } from "./recording-fetch.ts";
import { tokenStorage } from "./token-storage.ts";

/**
 * The cluster whose controller is at the address. If workers can be reached there as well, as behind `modelfleet up`
 * or a gateway, all calls go through it; otherwise each goes to the address that the worker registered.
 *
 * @throws ModelfleetError if the controller cannot be asked
 */
export async function connectCluster(address: string, signal: AbortSignal): Promise<Connection> {
  const token = tokenStorage.get(address);
  const log = new ExchangeLog();
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const served = await servedWorkers(address, authorization, signal);
  const gateway = served ? address : undefined;
  const options: FleetOptions = {
    controller: address,
    fetch: recordingFetch(
      (input, init) => fetch(input, init),
      log,
      (url, headers) => headers.get("x-modelfleet-instance") ?? (gateway ? undefined : url.host),
    ),
    ...(token && { token }),
    ...(gateway && { gateway }),
  };
  const fleet = createFleet(options);
  const pinned = new PinnedFleets(options);
  await fleet.instances({}, { signal });
  return {
    target: { mode: "cluster", address },
    fleet,
    fleetOn: (instance) => pinned.on(instance),
    log,
    apiBase: `${address}/v1`,
    tab: undefined,
    async workerMetrics(worker, asked) {
      const url = metricsUrl(worker, address, served);
      const response = url ? await fetch(url, { headers: authorization, signal: asked }) : undefined;
      return response?.ok ? response.text() : undefined;
    },
    async close() {
      await Promise.all([fleet.close(), pinned.close()]);
    },
  };
}

interface Worker {
  host: string;
  port: number;
}

/** The worker processes that answer at the address itself; `undefined` where none does. */
async function servedWorkers(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<readonly Worker[] | undefined> {
  try {
    const response = await fetch(`${address}/api/worker/models/supports`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(8_000)]),
      headers,
    });
    // A gateway that wants a token is one, too; what is wrong is told when the controller is asked.
    if (response.status === 401 || response.status === 403) return [];
    if (!response.ok) return undefined;
    const rows: unknown = await response.json();
    return Array.isArray(rows) ? rows : [];
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** A gateway shows its own process's figures, and passes no others on. */
function metricsUrl(
  { host, port }: Worker,
  address: string,
  served: readonly Worker[] | undefined,
): string | undefined {
  if (!served) return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}/metrics`;
  const [own, ...others] = served;
  return own?.host === host && own.port === port && others.length === 0 ? `${address}/metrics` : undefined;
}
