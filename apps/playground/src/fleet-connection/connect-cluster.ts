import { createFleet, type FleetOptions } from "@modelfleet/client";
import type { Connection } from "./connection.ts";
import { ExchangeLog } from "./exchange-log.ts";
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
  const gateway = (await servesWorkers(address, token, signal)) ? address : undefined;
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
  await fleet.instances({}, { signal });
  return {
    target: { mode: "cluster", address },
    fleet,
    log,
    apiBase: `${address}/v1`,
    tab: undefined,
    close: () => fleet.close(),
  };
}

async function servesWorkers(address: string, token: string | undefined, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${address}/api/worker/models/supports`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(8_000)]),
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
    await response.body?.cancel();
    // A gateway that wants a token is one, too; what is wrong is told when the controller is asked.
    return response.ok || response.status === 401 || response.status === 403;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
